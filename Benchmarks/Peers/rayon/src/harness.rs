//! Options, data, bodies, timing and output: the same in every peer program.

use std::time::{Duration, Instant};

pub struct Options {
    pub threads: usize,
    pub repeats: usize,
    /// Steps of `spin` in a microsecond.
    pub spin: f64,
    pub quick: bool,
    only: Vec<String>,
}

impl Options {
    pub fn from_arguments() -> Options {
        let mut options =
            Options { threads: 2, repeats: 7, spin: 600.0, quick: false, only: Vec::new() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            if argument == "--quick" {
                options.quick = true;
                continue;
            }
            let value = arguments.next().unwrap_or_default();
            let number = value.parse::<f64>().ok().filter(|x| *x >= 1.0);
            match (argument.as_str(), number) {
                ("--threads", Some(x)) => options.threads = x as usize,
                ("--repeats", Some(x)) => options.repeats = x as usize,
                ("--spin", Some(x)) => options.spin = x,
                ("--only", _) if !value.is_empty() => {
                    options.only = value.split(',').map(String::from).collect()
                }
                _ => {
                    eprintln!(
                        "usage: [--threads N] [--repeats N] [--spin X] [--only A,B] [--quick]"
                    );
                    std::process::exit(64);
                }
            }
        }
        options
    }

    /// Whether a case is asked for: its name starts with one of `--only`.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|prefix| name.starts_with(prefix.as_str()))
    }

    pub fn sizes(&self) -> Vec<usize> {
        if self.quick { vec![1_000_000] } else { vec![1_000_000, 10_000_000] }
    }
}

/// Hides where a value comes from from the optimiser, and that nobody uses it.
pub fn consume<T>(value: T) -> T {
    unsafe {
        let copy = std::ptr::read_volatile(&value);
        std::mem::forget(value);
        copy
    }
}

pub fn consume_slice(values: &[f64]) {
    if let Some(middle) = consume(values).get(values.len() / 2) {
        consume(*middle);
    }
}

pub fn input_data(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i as u32).wrapping_mul(2_654_435_761) as f64 / 4_294_967_296.0).collect()
}

#[inline]
pub fn tiny(x: f64) -> f64 {
    x * 2.0 + 1.0
}

#[inline]
pub fn halve(x: f64) -> f64 {
    x * 0.5 + 1.0
}

/// Not inlined: every program then runs the same scalar instructions, whatever its vectoriser does.
#[inline(never)]
pub fn roots(mut x: f64, count: usize) -> f64 {
    for _ in 0..count {
        x = (x + 1.0).sqrt();
    }
    x
}

/// A chain of dependent steps, which no compiler shortens.
#[inline]
pub fn spin(steps: u64, seed: u64) -> u64 {
    let mut x = seed + 1;
    for _ in 0..steps {
        x = (x ^ (x >> 32)).wrapping_mul(6_364_136_223_846_793_005);
    }
    x
}

/// 10,000 lengths of a Pareto distribution of shape 4/3, ascending, `total` steps in all.
pub fn pareto_lengths(total: f64) -> Vec<u64> {
    let mut state: u64 = 1;
    let mut lengths: Vec<f64> = (0..10_000)
        .map(|_| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            let uniform = ((z >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0;
            1.0 / (uniform.sqrt() * uniform.sqrt().sqrt())
        })
        .collect();
    lengths.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let mut sum = 0.0;
    for length in &lengths {
        sum += length;
    }
    lengths.iter().map(|length| (length * (total / sum)) as u64).collect()
}

pub fn report(case: &str, threads: usize, metric: &str, value: f64) {
    println!("{}\t{}\t{}\t{}", case, threads, metric, value);
}

/// Reports median, minimum and maximum; returns the median.
pub fn report_samples(case: &str, threads: usize, unit: &str, samples: &mut [f64]) -> f64 {
    samples.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let median = samples[samples.len() / 2];
    report(case, threads, unit, median);
    report(case, threads, &format!("{}.min", unit), samples[0]);
    report(case, threads, &format!("{}.max", unit), samples[samples.len() - 1]);
    median
}

/// One way of doing a case; 0 threads is the serial loop.
pub struct Variant<'a> {
    threads: usize,
    body: Box<dyn FnMut() + 'a>,
    samples: Vec<f64>,
}

impl<'a> Variant<'a> {
    pub fn new(threads: usize, body: impl FnMut() + 'a) -> Variant<'a> {
        Variant { threads, body: Box::new(body), samples: Vec::new() }
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Warms up, then runs the variants in turn; 3 repeats where one run takes more than 100 ms.
/// Returns the medians in milliseconds.
pub fn compare(options: &Options, case: &str, variants: &mut [Variant]) -> Vec<(usize, f64)> {
    let mut slowest = 0.0f64;
    for variant in variants.iter_mut() {
        let start = Instant::now();
        (variant.body)();
        slowest = slowest.max(milliseconds(start));
    }
    let repeats = if slowest > 100.0 { options.repeats.min(3) } else { options.repeats };
    for _ in 0..repeats {
        for variant in variants.iter_mut() {
            let start = Instant::now();
            (variant.body)();
            variant.samples.push(milliseconds(start));
        }
    }
    let mut medians = Vec::new();
    for variant in variants.iter_mut() {
        let median = report_samples(case, variant.threads, "ms", &mut variant.samples);
        medians.push((variant.threads, median));
    }
    let serial = medians[0];
    for (threads, median) in &medians[1..] {
        report(case, *threads, "ratio", serial.1 / median);
    }
    medians
}

/// Nanoseconds per call, in batches of about 2 ms.
pub fn compare_calls(options: &Options, case: &str, variants: &mut [(usize, &dyn Fn())]) {
    let mut medians = Vec::new();
    let mut samples = vec![Vec::new(); variants.len()];
    let mut calls = Vec::new();
    for (_, body) in variants.iter() {
        for _ in 0..20 {
            body();
        }
        let start = Instant::now();
        for _ in 0..100 {
            body();
        }
        let one = milliseconds(start) / 100.0;
        calls.push((2.0 / one).clamp(20.0, 100_000.0) as usize);
    }
    for _ in 0..options.repeats * 3 {
        for (index, (_, body)) in variants.iter().enumerate() {
            let start = Instant::now();
            for _ in 0..calls[index] {
                body();
            }
            samples[index].push(milliseconds(start) * 1e6 / calls[index] as f64);
        }
    }
    for (index, (threads, _)) in variants.iter().enumerate() {
        medians.push(report_samples(case, *threads, "ns", &mut samples[index]));
    }
    for (index, (threads, _)) in variants.iter().enumerate().skip(1) {
        report(case, *threads, "ratio", medians[0] / medians[index]);
    }
}

/// Microseconds of one call after each millisecond of sleep.
pub fn after_idle(case: &str, threads: usize, body: &dyn Fn()) {
    let mut samples = Vec::new();
    for _ in 0..201 {
        std::thread::sleep(Duration::from_millis(1));
        let start = Instant::now();
        body();
        samples.push(milliseconds(start) * 1e3);
    }
    report_samples(case, threads, "us", &mut samples);
}

/// Microseconds from the fork until both sides run, after 2 ms of sleep; misses are counted.
pub fn hand_overs(case: &str, threads: usize, body: &dyn Fn() -> Option<f64>) {
    let mut samples = Vec::new();
    let mut missed = 0;
    for _ in 0..101 {
        std::thread::sleep(Duration::from_millis(2));
        match body() {
            Some(value) => samples.push(value),
            None => missed += 1,
        }
    }
    if !samples.is_empty() {
        report_samples(case, threads, "us", &mut samples);
    }
    report(case, threads, "missed", missed as f64);
}

fn processor_milliseconds() -> f64 {
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &mut usage);
        (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) as f64 * 1e3
            + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) as f64 / 1e3
    }
}

/// Processor time of the second that follows a burst.
pub fn idle_processor_time(threads: usize, burst: &dyn Fn()) {
    let mut samples = Vec::new();
    for _ in 0..3 {
        for _ in 0..20 {
            burst();
        }
        let before = processor_milliseconds();
        std::thread::sleep(Duration::from_secs(1));
        samples.push(processor_milliseconds() - before);
    }
    report_samples("idle-cpu", threads, "ms", &mut samples);
}

/// Against max(serial / threads, longest task), the serial time measured in turn.
pub fn compare_to_ideal(
    options: &Options,
    case: &str,
    threads: usize,
    longest_share: f64,
    serial: &dyn Fn() -> u64,
    parallel: &dyn Fn() -> u64,
) {
    let mut results = [0u64; 2];
    let [first, second] = &mut results;
    let mut variants = vec![
        Variant::new(0, || *first = consume(serial())),
        Variant::new(threads, || *second = consume(parallel())),
    ];
    let medians = compare(options, case, &mut variants);
    drop(variants);
    let ideal = medians[0].1 * (1.0 / threads as f64).max(longest_share);
    report(case, threads, "over-ideal", medians[1].1 / ideal);
    // 2^53 and more do not fit a double: the low half is enough to compare.
    report(case, 0, "checksum", (results[0] & 0xFFFF_FFFF) as f64);
    report(case, threads, "checksum", (results[1] & 0xFFFF_FFFF) as f64);
}
