/* Workers of a pool that push, steal and sleep; jobs injected from outside.
 *
 * A job, once taken, may push more (as many as the configuration allows) and then either ends,
 * after its worker has taken back what nobody stole, or runs for ever. Checked, whenever nothing
 * can move any more:
 *   - no job is visible while a worker is asleep. As jobs may run for ever this is stronger than
 *     "not all sleep": no worker sleeps beside work that it could do;
 *   - `sleepers` is the number of workers asleep.
 *
 * Configuration: PUSHES_0 and PUSHES_1, jobs that workers 0 and 1, running from the start, push
 * (0: starts idle), INJECTED, jobs from a foreign thread.
 */

#ifndef WORKERS
#define WORKERS 3
#endif
#ifndef PUSHES_0
#define PUSHES_0 2
#endif
#ifndef PUSHES_1
#define PUSHES_1 0
#endif
#ifndef INJECTED
#define INJECTED 0
#endif

#if PUSHES_1 > 0
#define PUSHERS 2
#else
#define PUSHERS 1
#endif

#include "protocol.pml"

proctype worker(byte me; byte pushes) {
    byte victim, scanned, oldest;
    bool found, success, wasClaimed;
    if
    :: pushes > 0 -> goto running
    :: else
    fi;

searching:
    found = false;
    stealOnce();
    if
    :: !found -> takeInjected()
    :: else
    fi;
    if
    :: found ->
        found = false;
        if
        :: wasClaimed -> wasClaimed = false; passOn()
        :: else
        fi;
        goto running
    :: else
    fi;

    /* sleepWithoutLatch() */
    announceSleep(ASLEEP);
#ifndef NO_SECOND_LOOK
    seesWork();
    if
    :: found -> cancelSleep(ASLEEP); found = false; goto searching
    :: else
    fi;
#endif
    parkWhile(ASLEEP);
    wasClaimed = true;
    goto searching;

running:
    do
    :: pushes > 0 -> pushes--; push()
    :: true -> break
    od;
    if
    :: true ->
end_busy:
        false
    :: true ->
        if
        :: me < PUSHERS ->
            pop();
            if
            :: found ->
                found = false;                                      /* important: not stolen */
                goto running
            :: else
            fi
        :: else
        fi
    fi;
    goto searching
}

#if INJECTED > 0
/* PoolState.inject(), by a thread that is no worker. */
proctype foreign() {
    byte scanned, left = INJECTED;
    do
    :: left > 0 ->
        left--;
        injectedQueue++;
        injectedCount++;
        do
        :: atomic { scanned < WORKERS ->
            if
            :: activity[scanned] == ASLEEP ->
                activity[scanned] = AWAKE;                          /* important: claimed outside */
                break
            :: else -> scanned++
            fi }
        :: atomic { scanned == WORKERS -> break }
        od;
        if
        :: scanned < WORKERS -> sleepers--; unpark(scanned)
        :: else
        fi;
        scanned = 0
    :: else -> break
    od
}
#endif

/* Looks at states in which nothing moves. */
active proctype quiet() {
    byte w = 0, asleep = 0;
    bool visible = false;
    atomic {
        timeout ->
        do
        :: w < WORKERS ->
            asleep = asleep + (activity[w] == ASLEEP);
            if
            :: w < PUSHERS -> visible = visible || !looksEmpty(w)
            :: else
            fi;
            w++
        :: else -> break
        od;
        assert(sleepers == asleep);
        assert(asleep == 0 || !visible);
        assert(asleep == 0 || injectedQueue == 0);
        if
        :: asleep == WORKERS -> skip                                /* important: all sleep */
        :: asleep > 0 && asleep < WORKERS -> skip                   /* important: some sleep */
        :: else
        fi
    }
}

init {
    byte w = 0;
    atomic {
        do
        :: w < WORKERS ->
            if
            :: w < PUSHERS -> run memory(w)
            :: else
            fi;
            if
            :: w == 0 -> run worker(w, PUSHES_0)
            :: w == 1 -> run worker(w, PUSHES_1)
            :: else -> run worker(w, 0)
            fi;
            w++
        :: else -> break
        od;
#if INJECTED > 0
        run foreign()
#endif
    }
}
