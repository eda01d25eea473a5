/** Wording of reasons, advice and evidence (ids: preload/contract/reasons.ts). Durations arrive formatted as {time}. */
export const reasons = {
  reason: {
    callEnded: {
      title: 'Call ended, task still open',
      short: 'Call ended',
      not: 'Not if the task lives on without its call, as a callback does.',
      explain: 'The customer’s call is over, but the task is still open and holds the worker.',
    },
    instructedPending: {
      title: 'Redirected, still pending',
      short: 'Redirected',
      not: 'Not while the redirected call is still being connected.',
      explain:
        'The call was redirected or called, but that does not answer the offer. Somebody still has to accept or reject it.',
    },
    offerToUnavailable: {
      title: 'Offered to an unavailable worker',
      short: 'Worker unavailable',
      not: 'Not while the worker is only passing through an activity.',
      explain: 'The worker is in an activity that takes no work, so nobody will answer this offer.',
    },
    rejectLoop: {
      title: 'Reject loop',
      short: 'Reject loop',
      not: 'Not while the worker is about to take it: ask before you move somebody.',
      explain:
        'The worker rejected this task and was offered it again at once. Moving the worker to an unavailable activity breaks the loop.',
    },
    cancelChurn: {
      title: 'Offered and cancelled again and again',
      short: 'Cancel churn',
      not: 'Not while the worker’s phone is ringing.',
      explain: 'Connecting this worker keeps failing, often because the phone or browser is not registered.',
    },
    overdueOffer: {
      title: 'Past its time-out',
      short: 'Overdue',
      not: 'Not while the worker is picking up: a slow conference takes minutes.',
      explain: 'The offer should have timed out and did not. It holds the worker until somebody rejects it.',
    },
    silentWorker: {
      title: 'Worker does not answer',
      short: 'Silent worker',
      not: 'Not if the worker is busy outside TaskRouter: ask first.',
      explain:
        'The worker is available but lets offer after offer time out: probably away, asleep or offline.',
    },
    leftoverOffer: {
      title: 'Left over from another activity',
      short: 'Left over',
      not: 'Not while the worker is answering the offer on screen.',
      explain: 'The worker changed activity after this offer was made, and the offer stayed behind.',
    },
    multiOffer: {
      title: 'Offered to several, answered by none',
      short: 'Multi-offer',
      not: 'Not while one of the workers is accepting: the other offers then end by themselves.',
      explain:
        'Several workers hold an offer of this task. It returns to the queue only when all of them end.',
    },
    longOffer: {
      title: 'Waiting long for an answer',
      short: 'Long wait',
      not: 'Not if the long time-out is meant, as for a callback.',
      explain:
        'The offer waits longer than you want a customer to wait, although its time-out is still ahead.',
    },
    acceptInProgress: {
      title: 'Accept in progress?',
      short: 'Accepting?',
      not: 'Not now: a reject would cut off an accept that is under way.',
      explain:
        'Just past its time-out. While a call is being connected TaskRouter stops the clock, so wait a moment before acting.',
    },
    abandonedWork: {
      title: 'Worker left with work in hand',
      short: 'Worker left',
      not: 'Not while the call or chat still goes on.',
      explain: 'The worker became unavailable after taking this and has not come back.',
    },
    longWrapUp: {
      title: 'Wrap-up never ended',
      short: 'Long wrap-up',
      not: 'Not while the worker is still writing the outcome down.',
      explain: 'Wrap-up does not end by itself. Until somebody completes it, the worker keeps less capacity.',
    },
    longAccepted: {
      title: 'Accepted for a long time',
      short: 'Long accepted',
      not: 'Not while the call or chat still goes on.',
      explain: 'This has been worked on for unusually long. Check with the worker before you complete it.',
    },
    ghostCapacity: {
      title: 'Capacity held by nothing',
      short: 'Ghost capacity',
      not: 'Never complete live work to free capacity that nothing holds.',
      explain: 'TaskRouter counts more tasks on this channel than the worker has reservations.',
    },
    nearRejectionLimit: {
      title: 'Near the rejection limit',
      short: 'Near limit',
      not: 'No reject: it may cancel the task.',
      explain: 'One more rejection may make TaskRouter cancel the task, and with it the customer’s place.',
    },
    justCanceled: {
      title: 'Cancelled, caller may be waiting',
      short: 'Just cancelled',
      not: 'Not if the caller has already been routed again.',
      explain: 'The task was cancelled a moment ago. Its call may still be open, with the caller on hold.',
    },
  },
  advice: {
    wait: { title: 'Wait', hint: 'Give it a few minutes; act only if it is still pending then.' },
    reject: { title: 'Reject', hint: 'The task goes back to its queue and is offered to somebody else.' },
    rejectKeepActivity: {
      title: 'Reject, leave the worker as is',
      hint: 'Rejects with the worker’s present activity, so that the worker is not thrown back to an earlier one.',
    },
    rejectAndMove: {
      title: 'Reject and move the worker',
      hint: 'Move the worker to an unavailable activity, or the same offer comes straight back.',
    },
    rejectAllOffers: {
      title: 'Reject all offers of the task',
      hint: 'The task returns to its queue only when every offer has ended.',
    },
    setUnavailable: {
      title: 'Move the worker to an unavailable activity',
      hint: 'Stops new offers to this worker and rejects the pending ones.',
    },
    complete: { title: 'Complete', hint: 'Ends the work and frees the worker’s capacity.' },
    cancelTask: {
      title: 'Cancel the task',
      hint: 'Nobody is on the line any more: the task would only be offered on.',
    },
    decide: { title: 'Check, then decide', hint: 'Look at the details or call the worker before you act.' },
    rejectOrAccept: {
      title: 'Reject or accept',
      hint: 'Accept if the call is where it should be; reject if the task must go on.',
    },
    redirectCall: {
      title: 'Take care of the call',
      hint: 'No reservation is left to act on; the call itself must be redirected or ended.',
    },
    audit: { title: 'Look at the worker', hint: 'Compare the worker’s channels with the live reservations.' },
  },
  evidence: {
    pendingFor: 'Pending for {time}.',
    acceptedFor: 'Accepted {time} ago.',
    wrappingFor: 'Wrapping up for {time}.',
    pastDeadline: 'Its time-out passed {time} ago.',
    deadlineAhead: 'It will time out in {time}.',
    deadlineUnknown: 'The workflow’s time-out could not be read.',
    withinGrace: 'An accept may still be under way for up to {time}.',
    activityChangedAfterOffer: 'The worker changed to “{activity}” after the offer was made.',
    workerUnavailable: 'The worker is in “{activity}”, which takes no work.',
    workerAvailable: 'The worker shows as available (“{activity}”).',
    offersTimedOut: 'The last {count} offers to this worker timed out.',
    rejectedBefore: 'Rejected {count} times by this worker; offered again after {time}.',
    canceledBefore: '{count} offers to this worker were cancelled while being connected.',
    rejectionsOfLimit: '{used} rejections, limit {limit}.',
    offersOfTask: '{count} workers hold an offer of this task.',
    instructed: 'The instruction “{instruction}” was sent and left the offer pending.',
    endsBySystemIn: 'TaskRouter removes the task in {time}.',
    callOpen: 'The task has a call that may still be open.',
    callUp: 'The call was still up at {clock}.',
    callEnded: 'The call ended at {clock}, {time} ago.',
    capacity: 'The channel counts {assigned} of {configured}; we see {live}.',
    canceledAgo: 'Cancelled {time} ago.',
  },
} as const
