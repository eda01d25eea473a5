/** Notes for the next shift, and rows that are left alone for a while. */
export const notes = {
  notes: {
    later: 'For later',
    title: 'Note on {name}',
    label: 'For the next shift',
    hint: 'Kept on this computer, up to {n} days after the reservation has ended. Never sent to TaskRouter.',
    placeholder: 'Taken over, calling the customer back',
    add: 'Add a note',
    edit: 'Change the note',
    save: 'Save note',
    saved: 'Note saved',
    removed: 'Note removed',
    mark: 'Note: {text}',
    command: 'Note on the reservation',
  },
  snooze: {
    verb: 'Snooze',
    for: 'Snooze for {time}',
    until: 'Snoozed until {time}',
    done: 'Nothing snoozed | Snoozed until {time} | {n} reservations snoozed until {time}',
    ended: 'Nothing was snoozed | Snooze ended | {n} snoozes ended',
    undo: 'Undo',
    end: 'End the snooze',
    count: 'none snoozed | 1 snoozed | {n} snoozed',
    hint: 'No alert counts a snoozed reservation, and no plan for a whole group takes it along.',
    command: 'Snooze, or end the snooze',
  },
} as const
