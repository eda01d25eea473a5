/** A note as a reason of the list and more words about it. */
export interface NoteParts {
  /** Empty = none is chosen yet. */
  readonly reason: string
  readonly more: string
}

const BETWEEN = ': '

/** A note that names no reason of the list has none: its words are kept, to be sent once a reason is chosen. */
export function splitNote(note: string, reasons: readonly string[]): NoteParts {
  const longestFirst = [...reasons].sort((a, b) => b.length - a.length)
  const reason = longestFirst.find((each) => note === each || note.startsWith(each + BETWEEN))
  if (reason === undefined) return { reason: '', more: note }
  return { reason, more: note.slice(reason.length + BETWEEN.length) }
}

export const joinNote = ({ reason, more }: NoteParts): string => {
  if (reason === '') return more
  return more === '' ? reason : reason + BETWEEN + more
}
