import Reporting
import ScalingAnalysis
import Testing

/// What can be checked by hand: `10.1 / 3.4 = 2.97`, `58,320 / 10.1 = 5,774`; contention and
/// coherency from `sigma + 2 kappa = 0.1089` and `3 sigma + 12 kappa = 0.3465`; 90 blocks of 0.1 s
/// in 23 rounds on 4 and in 2 on 64 workers, so `10 / 3.3 = 3.03` and `10 / 1.2 = 8.33`.
@Suite struct ScalingTextTests {
    private static let text = """
        Scaling of sweep
        ================

        Setup
        -----
        workload:  all candidates of the default space over 8 splits
        each run:  58,320 candidates, 2.500 G candidate-bars
        processor: Example 9000, 4 processors, vectors of 256 bits
        system:    Linux 6.8
        date:      2024-02-29

        Measured
        --------
          threads  runs   median  minimum  spread  speed-up  efficiency  candidates/s  candidate-bars/s  peak memory  digest        remark
          -------  ----  -------  -------  ------  --------  ----------  ------------  ----------------  -----------  ------------  --------------
                1     3  10.10 s  10.00 s   1.0 %      1.00     100.0 %       5.774 k           247.5 M    192.0 MiB  0123456789ab
                2     3  5.600 s  5.500 s   1.8 %      1.80      90.2 %       10.41 k           446.4 M    192.0 MiB  0123456789ab
                4     3  3.400 s  3.000 s   8.8 %      2.97      74.3 %       17.15 k           735.3 M    192.0 MiB  0123456789ab  noisy
                8     1  3.400 s  3.400 s     n/a      2.97      37.1 %       17.15 k           735.3 M    192.0 MiB  0123456789ab  oversubscribed

        Speed-ups and rates are those of the medians; the spread is the interquartile
        range of the runs over their median.

        digests: the same at every number of threads

        Measured by batch size
        ----------------------
          batch size    items      time  per item
          ----------  -------  --------  --------
                   1  100,000   2.000 s  20.00 µs
               4,096  100,000  50.00 ms  500.0 ns

        Fitted to the measured medians
        ------------------------------
        Amdahl's law:              serial fraction 11.39 %, 95 % interval 7.17 % to
                                   15.76 %; speed-up at most 8.78
        universal scalability law: contention 10.23 %, coherency 0.3300 %, peak at
                                   16.5 threads, R² 1.0000

          threads  measured   Amdahl  measured is off  universal scalability  measured is off
          -------  --------  -------  ---------------  ---------------------  ---------------
                1   10.10 s  10.09 s           +0.1 %                10.10 s            0.0 %
                2   5.600 s  5.621 s           -0.4 %                5.600 s            0.0 %
                4   3.400 s  3.386 s           +0.4 %                3.400 s            0.0 %

        Projected (not measured)
        ------------------------
        Speed-ups over one thread that models give for this workload. Nobody measured
        them: a larger machine has other caches, memory and clock rates, which no
        model here knows.

          cores  Amdahl's law  95 % interval  universal scalability  simulated schedule
          -----  ------------  -------------  ---------------------  ------------------
              4          2.98   2.72 to 3.29                   2.97                3.03
             64          7.83  5.86 to 11.60                   3.08                8.33

        The simulated schedule hands out 90 recorded blocks (9.000 s in sum, the
        longest 100.0 ms) to whoever is free first, each hand-over assumed to take
        2.000 µs, with 1.000 s of serial time around them.

        Notes
        -----
        - Noisy: with 4 threads the middle half of the runs spans more than 5 % of the
          median. Do not rely on differences of that size; repeat on an idle machine.
        - One run only with 8 threads: its noise is not known.
        - Oversubscribed: 8 threads are more than there are processors. These times
          are left out of the fits.
        - As many thread counts as coefficients: the universal scalability law passes
          through the times whether it holds or not.

        """

    private static let markdown = """
        # Scaling of sweep

        ## Setup

        - workload: all candidates of the default space over 8 splits
        - each run: 58,320 candidates, 2.500 G candidate-bars
        - processor: Example 9000, 4 processors, vectors of 256 bits
        - system: Linux 6.8
        - date: 2024-02-29

        ## Measured

        | threads | runs |  median | minimum | spread | speed-up | efficiency | candidates/s | candidate-bars/s | peak memory | digest       | remark         |
        | ------: | ---: | ------: | ------: | -----: | -------: | ---------: | -----------: | ---------------: | ----------: | :----------- | :------------- |
        |       1 |    3 | 10.10 s | 10.00 s |  1.0 % |     1.00 |    100.0 % |      5.774 k |          247.5 M |   192.0 MiB | 0123456789ab |                |
        |       2 |    3 | 5.600 s | 5.500 s |  1.8 % |     1.80 |     90.2 % |      10.41 k |          446.4 M |   192.0 MiB | 0123456789ab |                |
        |       4 |    3 | 3.400 s | 3.000 s |  8.8 % |     2.97 |     74.3 % |      17.15 k |          735.3 M |   192.0 MiB | 0123456789ab | noisy          |
        |       8 |    1 | 3.400 s | 3.400 s |    n/a |     2.97 |     37.1 % |      17.15 k |          735.3 M |   192.0 MiB | 0123456789ab | oversubscribed |

        Speed-ups and rates are those of the medians; the spread is the interquartile range of the runs over their median.

        - digests: the same at every number of threads

        ## Measured by batch size

        | batch size |   items |     time | per item |
        | ---------: | ------: | -------: | -------: |
        |          1 | 100,000 |  2.000 s | 20.00 µs |
        |      4,096 | 100,000 | 50.00 ms | 500.0 ns |

        ## Fitted to the measured medians

        - Amdahl's law: serial fraction 11.39 %, 95 % interval 7.17 % to 15.76 %; speed-up at most 8.78
        - universal scalability law: contention 10.23 %, coherency 0.3300 %, peak at 16.5 threads, R² 1.0000

        | threads | measured |  Amdahl | measured is off | universal scalability | measured is off |
        | ------: | -------: | ------: | --------------: | --------------------: | --------------: |
        |       1 |  10.10 s | 10.09 s |          +0.1 % |               10.10 s |           0.0 % |
        |       2 |  5.600 s | 5.621 s |          -0.4 % |               5.600 s |           0.0 % |
        |       4 |  3.400 s | 3.386 s |          +0.4 % |               3.400 s |           0.0 % |

        ## Projected (not measured)

        Speed-ups over one thread that models give for this workload. Nobody measured them: a larger machine has other caches, memory and clock rates, which no model here knows.

        | cores | Amdahl's law | 95 % interval | universal scalability | simulated schedule |
        | ----: | -----------: | ------------: | --------------------: | -----------------: |
        |     4 |         2.98 |  2.72 to 3.29 |                  2.97 |               3.03 |
        |    64 |         7.83 | 5.86 to 11.60 |                  3.08 |               8.33 |

        The simulated schedule hands out 90 recorded blocks (9.000 s in sum, the longest 100.0 ms) to whoever is free first, each hand-over assumed to take 2.000 µs, with 1.000 s of serial time around them.

        ## Notes

        - Noisy: with 4 threads the middle half of the runs spans more than 5 % of the median. Do not rely on differences of that size; repeat on an idle machine.
        - One run only with 8 threads: its noise is not known.
        - Oversubscribed: 8 threads are more than there are processors. These times are left out of the fits.
        - As many thread counts as coefficients: the universal scalability law passes through the times whether it holds or not.

        """

    @Test func textHasAlignedTables() throws {
        #expect(try ScalingSamples.full().text == Self.text)
    }

    @Test func markdownHasTheSame() throws {
        #expect(try ScalingSamples.full().markdown == Self.markdown)
    }

    @Test func figuresOutOfRangeAreRaw() throws {
        let report = try ScalingSamples.superlinear()
        let fact =
            "Amdahl's law: serial fraction -20.00 %, OUT OF RANGE (raw value), no confidence interval"
        #expect(report.markdown.contains("- \(fact)\n"))
        #expect(!report.markdown.contains("at most"))
        #expect(report.text.contains("OUT OF RANGE"))
        #expect(report.text.contains("digests: not all known"))
        // -0.2 + 1.2 / 4 is a tenth.
        #expect(
            report.text.contains(
                "      4         10.00            n/a                    n/a                 n/a\n"
            )
        )
        #expect(report.markdown.contains("| a\\|b "))
        #expect(report.markdown.contains("- workload: a|b"))
    }

    @Test func aFractionAboveOneHasNoLimit() throws {
        let markdown = try ScalingSamples.slower().markdown
        #expect(markdown.contains("serial fraction 120.00 %, OUT OF RANGE (raw value)"))
        #expect(!markdown.contains("at most"))
        #expect(markdown.contains("digests: the same at every number of threads"))
    }

    @Test func sectionsWithoutFiguresSaySo() throws {
        let text = try ScalingSamples.single().text
        #expect(text.contains("No law could be fitted; see the notes."))
        #expect(text.contains("- Not fitted: Amdahl's law needs times at 2 distinct counts"))
        #expect(!text.contains("by batch size"))
        #expect(!text.contains("each run"))
        #expect(!text.contains("recorded blocks"))
    }

    @Test func measuredAndProjectedAreApart() throws {
        for text in [try ScalingSamples.full().text, try ScalingSamples.full().markdown] {
            let parts = text.split(separator: "Projected (not measured)")
            #expect(parts.count == 2)
            #expect(parts[0].contains("efficiency") && !parts[1].contains("efficiency"))
            #expect(parts[1].contains("simulated schedule"))
            #expect(!parts[0].contains("simulated schedule"))
        }
    }
}
