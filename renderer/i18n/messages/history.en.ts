/** Words of the history. */
export const history = {
  history: {
    title: 'History',
    find: 'Search SIDs, workers, actions, notes',
    time: 'Time',
    action: 'Action',
    reservation: 'Reservation',
    worker: 'Worker',
    outcome: 'Outcome',
    change: 'Change',
    operator: 'By',
    note: 'Note',
    more: 'Show older',
    exportCsv: 'As CSV',
    exportJson: 'As JSON',
    empty: 'Nothing done yet',
    emptyHint: 'Every action on a reservation is written down here, with who, when and why.',
    filteredOut: 'Nothing found',
    intact: 'no entries | Chain intact, 1 line | Chain intact, {n} lines',
    broken: 'The chain is broken at line {line}: the file was changed or damaged.',
  },
} as const
