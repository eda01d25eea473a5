import { z } from 'zod'
import { ROW_NOTES_MAX, type RowNote } from '../../preload/contract/row-notes'
import { rowNoteText } from '../../preload/contract/schemas'
import { sidPattern } from '../../preload/contract/sids'

/** A note as it is kept, with when its reservation ended. */
export interface KeptNote extends RowNote {
  /** Server time; null while the reservation lives. */
  readonly endedAt: number | null
}

const VERSION = 1

const keptNote = z.strictObject({
  sid: z.string().regex(sidPattern('reservation')),
  text: rowNoteText.min(1),
  by: z.string().max(100),
  at: z.number(),
  endedAt: z.number().nullable(),
})

export interface ReadNotes {
  readonly notes: readonly KeptNote[]
  /** False when something in it was not usable. */
  readonly whole: boolean
}

/** Takes every good note of a text; null when the text is no document of notes at all. */
export function readNotes(text: string): ReadNotes | null {
  const list = listIn(text)
  if (list === null) return null
  const notes = new Map<string, KeptNote>()
  for (const item of list.slice(0, ROW_NOTES_MAX)) {
    const parsed = keptNote.safeParse(item)
    if (parsed.success) notes.set(parsed.data.sid, parsed.data)
  }
  return { notes: [...notes.values()], whole: notes.size === list.length }
}

export function writeNotes(notes: readonly KeptNote[]): string {
  return `${JSON.stringify({ version: VERSION, notes }, null, 1)}\n`
}

function listIn(text: string): readonly unknown[] | null {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof document !== 'object' || document === null || !('notes' in document)) return null
  const { notes } = document
  return Array.isArray(notes) ? (notes as readonly unknown[]) : null
}
