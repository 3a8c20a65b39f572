/* The reserve: the last worker of a pool, which steals only while no guest works along, so that
 * guests and workers together are as many threads as the pool has workers; injected jobs it takes
 * always. Here a pool of two, the reserve and another worker; a guest that comes, forks and leaves
 * (or stays for ever); and a foreign thread that injects jobs, each of which forks once when the
 * other worker runs it. A job, once taken, may run for ever.
 *
 * Checked, whenever nothing can move any more:
 *   - no injected job is left while the reserve or the other worker is asleep or set aside;
 *   - no forked job is visible while the other worker is asleep, or, without guests, the reserve
 *     is asleep or set aside;
 *   - `sleepers` is the number of workers asleep.
 * Waiting for a latch does not occur here: a worker that waits is never set aside.
 *
 * Configuration: INJECTED, VISITS of the guest.
 * Further mutants, which must fail:
 *   ASIDE_FIRST         who wakes the reserve tries "set aside" first and "asleep" second
 *   ASIDE_FOR_GOOD      a job injected while there is no guest leaves the reserve set aside
 *   ASIDE_UNCHECKED     who sets the reserve aside does not look again whether a guest is left
 *   GUEST_JUST_LEAVES   the last guest to leave does not wake the reserve
 */

#ifndef INJECTED
#define INJECTED 1
#endif
#ifndef VISITS
#define VISITS 1
#endif
#define WORKERS 3
#define PUSHERS 2
#define HAS_RESERVE
#define GUEST 0
#define OTHER 1
#define RESERVE 2

byte guests = 0;
byte activeInjected = 0;

#define mayHelp (me != RESERVE || guests == 0)

#include "protocol.pml"

/* The reserve may be set aside while it is asleep, never the other way round: asleep first. */
inline wakeReserve() {
#ifdef ASIDE_FIRST
    wakeFrom(RESERVE, SET_ASIDE, success);
    if
    :: success -> success = false
    :: else -> wakeFrom(RESERVE, ASLEEP, success); success = false
    fi
#else
    wakeFrom(RESERVE, ASLEEP, success);
    if
    :: success -> success = false
    :: else -> wakeFrom(RESERVE, SET_ASIDE, success); success = false
    fi
#endif
}

/* The workers of the pool, then guests; a guest never sleeps here. While guests work the sleeping
 * reserve is not for waking: it is set aside. */
inline wakeOne() {
    if
    :: activity[OTHER] == ASLEEP -> wakeFrom(OTHER, ASLEEP, success)
    :: else
    fi;
    if
    :: !success && activity[RESERVE] == ASLEEP ->
        if
        :: guests == 0 -> wakeFrom(RESERVE, ASLEEP, success)
        :: else ->
            /* setAside() */
            atomic {
                drained(me);
                if
                :: activity[RESERVE] == ASLEEP ->
                    activity[RESERVE] = SET_ASIDE;                  /* important: set aside */
                    success = true
                :: else
                fi
            };
            if
            :: success ->
                sleepers--;
#ifndef ASIDE_UNCHECKED
                if
                :: guests == 0 -> wakeFrom(RESERVE, SET_ASIDE, success) /* important: guest gone */
                :: else
                fi
#endif
            :: else
            fi
        fi
    :: else
    fi;
    success = false
}

inline parkAside() {
    do
    :: atomic { activity[me] == SET_ASIDE -> parked[me] = true };
end_aside:
        !parked[me]                                                 /* important: woken from aside */
    :: activity[me] != SET_ASIDE -> break
    od
}

proctype worker(byte me) {
    byte victim, oldest;
    bool found, success, wasClaimed, isInjected;

searching:
    if
    :: mayHelp -> stealOnce()
    :: else
    fi;
    if
    :: !found -> takeInjected(); isInjected = found
    :: else
    fi;
    if
    :: found ->
        found = false;
        if
        :: wasClaimed -> wasClaimed = false; passOn()
        :: else
        fi;
        if
        :: isInjected && me == OTHER -> push()
        :: else
        fi;
        if
        :: true ->
end_busy:
            false
        :: true
        fi;
        if
        :: isInjected && me == OTHER -> pop(); found = false
        :: else
        fi;
        if
        :: isInjected -> atomic { drained(me); activeInjected--; isInjected = false }
        :: else
        fi;
        goto searching
    :: else
    fi;

    /* sleepWithoutLatch() */
    if
    :: mayHelp ->
        announceSleep(ASLEEP);
        seesWork();
        if
        :: found || !mayHelp -> found = false; cancelSleep(ASLEEP)
        :: else ->
            parkWhile(ASLEEP);
            parkAside();
            wasClaimed = true
        fi
    :: else ->
        /* standAside() */
        atomic { drained(me); activity[me] = SET_ASIDE };
        if
        :: mayHelp || injectedCount > 0 ->
            leave(me, SET_ASIDE, success);                          /* important: not aside */
            success = false
        :: else ->
            parkAside();
            wasClaimed = true
        fi
    fi;
    goto searching
}

proctype guest() {
    byte me = GUEST, victim, oldest, visits = VISITS;
    bool found, success;
    do
    :: visits > 0 ->
        visits--;
        guests++;
        push();
        if
        :: true ->
end_busy:
            false
        :: true
        fi;
        /* When its job was stolen it would wait for it; see latch.pml. */
        pop();
        found = false;
        atomic { drained(me); guests-- };
#ifndef GUEST_JUST_LEAVES
        if
        :: guests == 0 && activeInjected > 0 -> wakeReserve()
        :: else
        fi
#endif
    :: else -> break
    od
}

/* PoolState.inject(), by a thread that is no worker. */
proctype foreign() {
    byte left = INJECTED;
    bool success;
    byte me = RESERVE;                  /* has no buffer, either */
    do
    :: left > 0 ->
        left--;
        activeInjected++;
        injectedQueue++;
        injectedCount++;
        wakeFrom(OTHER, ASLEEP, success);
        if
        :: success ->
            success = false;
#ifndef ASIDE_FOR_GOOD
            if
            :: guests == 0 ->
                wakeFrom(RESERVE, SET_ASIDE, success);
                success = false
            :: else
            fi
#endif
        :: else -> wakeReserve()
        fi
    :: else -> break
    od
}

#define noneVisible (looksEmpty(GUEST) && looksEmpty(OTHER))

active proctype quiet() {
    atomic {
        timeout ->
        assert(sleepers == (activity[OTHER] == ASLEEP) + (activity[RESERVE] == ASLEEP));
        assert(injectedQueue == 0 || activity[OTHER] == AWAKE && activity[RESERVE] == AWAKE);
        assert(noneVisible || activity[OTHER] == AWAKE);
        assert(noneVisible || guests > 0 || activity[RESERVE] == AWAKE)
    }
}

init {
    atomic {
        run memory(GUEST);
        run memory(OTHER);
        run worker(OTHER);
        run worker(RESERVE);
        run guest();
        run foreign()
    }
}
