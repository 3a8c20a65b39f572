//! The peer programs' cases on Rayon; see ../../README.md for the cases and the line format.

mod harness;

use harness::*;
use rayon::prelude::*;
use rayon::ThreadPool;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

fn fib_serial(n: u64) -> u64 {
    if n < 2 {
        n
    } else {
        fib_serial(n - 1) + fib_serial(n - 2)
    }
}

fn fib(n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let (a, b) = rayon::join(|| fib(n - 1), || fib(n - 2));
    a + b
}

type Pools = Vec<(usize, ThreadPool)>;

fn fork_join(options: &Options, pools: &Pools, n: u64) {
    let name = format!("fib{}", n);
    if !options.wants(&name) {
        return;
    }
    let joins = fib_serial(n + 1) as f64 - 1.0;
    let mut variants = vec![Variant::new(0, || {
        consume(fib_serial(consume(n)));
    })];
    for (threads, pool) in pools {
        variants.push(Variant::new(*threads, move || {
            consume(pool.install(|| fib(consume(n))));
        }));
    }
    let medians = compare(options, &name, &mut variants);
    for (threads, median) in medians {
        report(&name, threads, "ns-per-join", median * 1e6 / joins);
    }
    report(&name, 0, "checksum", pools[0].1.install(|| fib(n)) as f64);
}

/// One body at one size: a new array of results, and their sum.
fn body_cases<F>(options: &Options, pools: &Pools, body: &str, input: &[f64], f: F)
where
    F: Fn(usize, f64) -> f64 + Sync + Send + Copy,
{
    let serial_map = || -> Vec<f64> {
        let input = consume(input);
        input.iter().enumerate().map(|(i, x)| f(i, *x)).collect()
    };
    let parallel_map = || -> Vec<f64> {
        let input = consume(input);
        input.par_iter().enumerate().map(|(i, x)| f(i, *x)).collect()
    };
    let name = format!("map-{}-{}", body, input.len());
    if options.wants(&name) {
        let mut variants = vec![Variant::new(0, || consume_slice(&serial_map()))];
        for (threads, pool) in pools {
            variants.push(Variant::new(*threads, move || {
                consume_slice(&pool.install(parallel_map))
            }));
        }
        compare(options, &name, &mut variants);
        let results = pools.last().unwrap().1.install(parallel_map);
        report(&name, 0, "checksum", results.iter().sum());
    }

    let serial_sum = || -> f64 {
        let input = consume(input);
        let mut sum = 0.0;
        for (i, x) in input.iter().enumerate() {
            sum += f(i, *x);
        }
        sum
    };
    let parallel_sum = || -> f64 {
        let input = consume(input);
        input.par_iter().enumerate().map(|(i, x)| f(i, *x)).sum()
    };
    let name = format!("sum-{}-{}", body, input.len());
    if options.wants(&name) {
        let mut variants = vec![Variant::new(0, || {
            consume(serial_sum());
        })];
        for (threads, pool) in pools {
            variants.push(Variant::new(*threads, move || {
                consume(pool.install(parallel_sum));
            }));
        }
        compare(options, &name, &mut variants);
        report(&name, 0, "checksum", pools.last().unwrap().1.install(parallel_sum));
    }
}

fn update_case(options: &Options, pools: &Pools, n: usize) {
    let name = format!("update-tiny-{}", n);
    if !options.wants(&name) {
        return;
    }
    let mut serial_data = input_data(n);
    let mut variants = vec![Variant::new(0, move || {
        for x in consume(&mut serial_data[..]).iter_mut() {
            *x = halve(*x);
        }
    })];
    for (threads, pool) in pools {
        let mut data = input_data(n);
        variants.push(Variant::new(*threads, move || {
            pool.install(|| data.par_iter_mut().for_each(|x| *x = halve(*x)));
        }));
    }
    compare(options, &name, &mut variants);
    let mut data = input_data(n);
    pools.last().unwrap().1.install(|| data.par_iter_mut().for_each(|x| *x = halve(*x)));
    report(&name, 0, "checksum", data.iter().sum());
}

fn small_cases(options: &Options, threads: usize, pool: &ThreadPool) {
    for n in [0usize, 1, 10, 100, 1_000] {
        let data = input_data(n);
        let input = &data[..];
        let serial_map = || {
            let result: Vec<f64> = consume(input).iter().map(|x| tiny(*x)).collect();
            consume_slice(&result);
        };
        let parallel_map = || {
            let result: Vec<f64> = consume(input).par_iter().map(|x| tiny(*x)).collect();
            consume_slice(&result);
        };
        let serial_sum = || {
            let mut sum = 0.0;
            for x in consume(input) {
                sum += tiny(*x);
            }
            consume(sum);
        };
        let parallel_sum = || {
            consume(consume(input).par_iter().map(|x| tiny(*x)).sum::<f64>());
        };
        let name = format!("small-map-{}", n);
        if options.wants(&name) {
            pool.install(|| {
                compare_calls(options, &name, &mut [(0, &serial_map), (threads, &parallel_map)])
            });
        }
        let name = format!("small-sum-{}", n);
        if options.wants(&name) {
            pool.install(|| {
                compare_calls(options, &name, &mut [(0, &serial_sum), (threads, &parallel_sum)])
            });
        }
        let name = format!("small-sum-foreign-{}", n);
        if options.wants(&name) {
            let from_outside = || pool.install(parallel_sum);
            compare_calls(options, &name, &mut [(0, &serial_sum), (threads, &from_outside)]);
        }
    }
}

/// When each side of the hand-over started, in nanoseconds since the fork; 0 is not yet.
static STARTED: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// Both sides wait for each other, so that two threads are needed. `None`: none came in time.
fn hand_over(join: impl Fn(&(dyn Fn(usize) + Sync))) -> Option<f64> {
    STARTED[0].store(0, Ordering::SeqCst);
    STARTED[1].store(0, Ordering::SeqCst);
    let met = AtomicU64::new(0);
    let fork = Instant::now();
    join(&|side| {
        let now = fork.elapsed().as_nanos() as u64;
        STARTED[side].store(now + 1, Ordering::Release);
        while STARTED[1 - side].load(Ordering::Acquire) == 0 {
            if fork.elapsed() > Duration::from_millis(5) {
                return;
            }
            std::hint::spin_loop();
        }
        met.fetch_add(1, Ordering::SeqCst);
    });
    if met.load(Ordering::SeqCst) != 2 {
        return None;
    }
    let last = STARTED.iter().map(|s| s.load(Ordering::SeqCst)).max().unwrap();
    Some(last as f64 / 1e3)
}

fn latency_cases(options: &Options, threads: usize, pool: &ThreadPool) {
    let empty = || {
        rayon::join(|| (), || ());
    };
    let foreign = || {
        pool.join(|| (), || ());
    };
    if options.wants("empty-worker") {
        pool.install(|| compare_calls(options, "empty-worker", &mut [(threads, &empty)]));
    }
    if options.wants("empty-foreign") {
        compare_calls(options, "empty-foreign", &mut [(threads, &foreign)]);
    }
    if options.wants("idle-worker") {
        pool.install(|| after_idle("idle-worker", threads, &empty));
    }
    if options.wants("idle-foreign") {
        after_idle("idle-foreign", threads, &foreign);
    }
    if options.wants("handover-worker") {
        pool.install(|| {
            hand_overs("handover-worker", threads, &|| {
                hand_over(|side| {
                    rayon::join(|| side(0), || side(1));
                })
            })
        });
    }
    if options.wants("handover-foreign") {
        hand_overs("handover-foreign", threads, &|| {
            hand_over(|side| {
                pool.join(|| side(0), || side(1));
            })
        });
    }
    if options.wants("idle-cpu") {
        idle_processor_time(threads, &|| {
            consume(pool.install(|| fib(20)));
        });
    }
}

fn task_cases(options: &Options, threads: usize, pool: &ThreadPool) {
    if options.wants("nested") {
        let steps = (options.spin * 5.0) as u64;
        let one = |i: usize| spin(steps, i as u64);
        let serial = || (0..10_000).map(one).fold(0, u64::wrapping_add);
        let parallel = || {
            (0..100usize)
                .into_par_iter()
                .map(|i| {
                    (0..100usize)
                        .into_par_iter()
                        .map(|j| one(i * 100 + j))
                        .reduce(|| 0, u64::wrapping_add)
                })
                .reduce(|| 0, u64::wrapping_add)
        };
        compare_to_ideal(options, "nested", threads, 0.0, &serial, &|| pool.install(parallel));
    }
    if options.wants("pareto") {
        let lengths = pareto_lengths(options.spin * 1e6);
        let longest = *lengths.last().unwrap() as f64 / lengths.iter().sum::<u64>() as f64;
        let one = |i: usize| spin(lengths[i], i as u64);
        let serial = || (0..lengths.len()).map(one).fold(0, u64::wrapping_add);
        let parallel =
            || (0..lengths.len()).into_par_iter().map(one).reduce(|| 0, u64::wrapping_add);
        compare_to_ideal(options, "pareto", threads, longest, &serial, &|| pool.install(parallel));
    }
}

fn main() {
    let options = Options::from_arguments();
    let pools: Pools = [1, options.threads]
        .iter()
        .map(|t| (*t, rayon::ThreadPoolBuilder::new().num_threads(*t).build().unwrap()))
        .collect();
    fork_join(&options, &pools, 32);
    fork_join(&options, &pools, 20);
    for n in options.sizes() {
        let input = input_data(n);
        body_cases(&options, &pools, "tiny", &input, |_, x| tiny(x));
        body_cases(&options, &pools, "medium", &input, |_, x| roots(x, 20));
        body_cases(&options, &pools, "skewed", &input, move |i, x| roots(x, i * 40 / n));
        update_case(&options, &pools, n);
    }
    let (threads, pool) = pools.last().unwrap();
    small_cases(&options, *threads, pool);
    latency_cases(&options, *threads, pool);
    task_cases(&options, *threads, pool);
}
