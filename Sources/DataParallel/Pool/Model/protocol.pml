/* What sleep.pml, latch.pml and reserve.pml share: memory with store buffers, deques as pairs of
 * indices, and the sleep protocol of Worker+Search.swift and PoolState.swift, by its names.
 *
 * Memory is that of x86 (total store order). A worker's plain stores to its own `bottom` go into a
 * first-in-first-out buffer, which the process `memory` writes back at any time; its later loads may
 * thus take effect before. Atomic read-modify-writes, and sequentially consistent stores, wait for
 * the own buffer to be empty. The heavy barrier empties the buffer of every thread, one after the
 * other in any order, while the other threads go on. The light barrier does nothing here: program
 * order is kept, as the compiler must.
 *
 * The deque proper is the subject of deque.pml; here a steal is one step.
 *
 * Mutants, which must fail:
 *   NO_HEAVY         no heavy barrier between announcing sleep and the last look
 *   NO_SECOND_LOOK   a worker that has announced itself sleeps without looking again
 *   COUNTED_LATE     the worker is marked asleep before it is counted
 *   MISCOUNTED       who takes an announcement back forgets the count
 */

#define AWAKE 0
#define ASLEEP 1
#define SET_ASIDE 2

#define BUFFERED 3

/* Memory: what every thread sees. */
byte top[WORKERS];
byte bottom[WORKERS];
byte activity[WORKERS];
short sleepers = 0;
byte injectedQueue = 0;             /* behind its lock */
byte injectedCount = 0;
byte guests = 0;

/* The stores of each worker to its `bottom` that nobody else sees yet. */
chan buffer[WORKERS] = [BUFFERED] of { byte };
/* A worker's own view of its `bottom`. */
byte ownBottom[WORKERS];

/* Who waits in the kernel's futex queue. */
bool parked[WORKERS];

#define drained(w) empty(buffer[w])
#define looksEmpty(w) (top[w] >= bottom[w])

proctype memory(byte w) {
end:
    do
    :: atomic { buffer[w]?bottom[w] }
    od
}

/* Each thread's buffer is emptied at some moment between the call and the return. */
inline heavyBarrier() {
#ifndef NO_HEAVY
    reached = 0;
    do
    :: reached != (1 << WORKERS) - 1 ->
        if
        :: !(reached & 1) && drained(0) -> reached = reached | 1
        :: !(reached & 2) && drained(1) -> reached = reached | 2
#if WORKERS > 2
        :: !(reached & 4) && drained(2) -> reached = reached | 4
#endif
#if WORKERS > 3
        :: !(reached & 8) && drained(3) -> reached = reached | 8
#endif
        fi
    :: else -> break
    od;
    reached = 0
#else
    reached = 0
#endif
}

/* WorkDeque.push() and the check for sleepers. */
inline push() {
    atomic { ownBottom[me]++; buffer[me]!ownBottom[me] };
    /* light barrier */
    if
    :: sleepers > 0 -> wakeOne()
    :: else
    fi
}

/* WorkDeque.pop(); `found` says whether there was a job. */
inline pop() {
    atomic { ownBottom[me]--; buffer[me]!ownBottom[me] };
    /* light barrier */
    oldest = top[me];
    if
    :: oldest < ownBottom[me] -> found = true
    :: else ->
        if
        :: oldest == ownBottom[me] ->
            atomic {
                drained(me);
                if
                :: top[me] == oldest -> top[me] = oldest + 1; found = true
                :: else
                fi
            }
        :: else
        fi;
        atomic { ownBottom[me]++; buffer[me]!ownBottom[me] }
    fi;
    oldest = 0
}

/* One look at every other deque. A contended steal tries again. */
inline stealOnce() {
    victim = 0;
    do
    :: victim < WORKERS && !found ->
        if
        :: victim != me && !looksEmpty(victim) ->
            atomic {
                drained(victim);
                if
                :: !looksEmpty(victim) -> top[victim]++; found = true
                :: else
                fi
            }
        :: else
        fi;
        victim++
    :: else -> break
    od;
    victim = 0
}

/* PoolState.takeInjected() */
inline takeInjected() {
    if
    :: injectedCount > 0 ->
        atomic {
            drained(me);
            if
            :: injectedQueue > 0 -> injectedQueue--; found = true
            :: else
            fi
        };
        if
        :: found -> injectedCount--
        :: else
        fi
    :: else
    fi
}

/* Worker.leave(): a compare-exchange. */
inline leave(w, from, success) {
    atomic {
        drained(me);
        if
        :: activity[w] == from -> activity[w] = AWAKE; success = true
        :: else -> success = false
        fi
    }
}

inline unpark(w) {
    parked[w] = false
}

inline announceSleep() {
#ifdef COUNTED_LATE
    atomic { drained(me); activity[me] = ASLEEP };
    sleepers++;
#else
    atomic { drained(me); sleepers++ };
    activity[me] = ASLEEP;
#endif
    heavyBarrier()
}

inline cancelSleep() {
    leave(me, ASLEEP, success);
    if
    :: success ->
#ifndef MISCOUNTED
        sleepers--;
#endif
        success = false                                             /* important: cancelled */
    :: else ->
        skip                                                        /* important: claimed meanwhile */
    fi
}

/* The kernel compares and queues in one step; a wake-up empties the queue. A worker that stays here
 * for ever is fine, if nothing is left to do: the process `quiet` says what that means. */
inline parkWhile(state) {
    do
    :: atomic {
        activity[me] == state -> parked[me] = true
       };
end_parked:
        !parked[me]                                                 /* important: woken */
    :: activity[me] != state -> break
    od
}

/* Wakes this worker, which may be asleep because of something that has happened now. */
inline wakeIfAsleep(w) {
    leave(w, ASLEEP, success);
    if
    :: success -> sleepers--; unpark(w); success = false
    :: else
    fi
}
