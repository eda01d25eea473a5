import { join } from 'node:path'
import { z } from 'zod'
import type { AlertEntry, AlertsState } from '../../preload/contract/alerts'
import type { RecordFiles } from '../history/files'
import { readWhole, replaceFile } from '../history/whole-file'

/** What of the inbox outlives the program: alerts, read or not, and what is snoozed. */
export type KeptAlerts = Omit<AlertsState, 'unread'>

export interface AlertStoreOptions {
  /** Where the files of all workspaces are; created if missing. */
  readonly folder: string
  readonly files: RecordFiles
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void
}

export const MOST_ENTRIES = 200
const MOST_SNOOZES = 10_000
const FILE_MAX_BYTES = 2_000_000
const VERSION = 1

const entry = z.strictObject({
  id: z.string().min(1).max(100),
  ruleId: z.string().min(1).max(200),
  name: z.string().max(200),
  view: z.string().max(200),
  at: z.number(),
  count: z.number(),
  endedAt: z.number().nullable(),
  read: z.boolean(),
}) satisfies z.ZodType<AlertEntry>
const snoozes = z.record(z.string(), z.number())
const document = z.object({
  version: z.literal(VERSION),
  entries: z.array(z.unknown()),
  snoozedRules: snoozes,
  snoozedRows: snoozes,
})

/** The inbox of each workspace in a small file of its own. It is a convenience: a disk that refuses costs it and nothing else. */
export class AlertStore {
  private turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: AlertStoreOptions) {}

  /** What was kept; null when there is nothing, or nothing that can be read. Never rejects. */
  load(workspaceSid: string): Promise<KeptAlerts | null> {
    return this.inTurn(async () => {
      const text = await readWhole(this.options.files, this.path(workspaceSid), FILE_MAX_BYTES)
      const kept = text === null ? null : readKept(text)
      if (text !== null && kept === null) this.options.log('alerts.damaged')
      return kept
    })
  }

  /** Never rejects. */
  async save(workspaceSid: string, kept: KeptAlerts): Promise<void> {
    await this.inTurn(async () => {
      const { files, folder } = this.options
      await files.ensureFolder(folder)
      const { entries, snoozedRules, snoozedRows } = kept
      const rows = Object.fromEntries(Object.entries(snoozedRows).slice(-MOST_SNOOZES))
      const whole = {
        version: VERSION,
        entries: entries.slice(0, MOST_ENTRIES),
        snoozedRules,
        snoozedRows: rows,
      }
      await replaceFile(files, this.path(workspaceSid), `${JSON.stringify(whole)}\n`)
    })
  }

  private path(workspaceSid: string): string {
    return join(this.options.folder, `${workspaceSid}.json`)
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    const mine = this.turn.then(work)
    this.turn = mine.catch(() => undefined)
    try {
      return await mine
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed'
      this.options.log('alerts.notKept', { code })
      return null
    }
  }
}

/** Every good alert of a text; null when the text is none of ours. */
function readKept(text: string): KeptAlerts | null {
  const parsed = document.safeParse(jsonOf(text))
  if (!parsed.success) return null
  const { entries, snoozedRules, snoozedRows } = parsed.data
  const good = entries.flatMap((each) => {
    const read = entry.safeParse(each)
    return read.success ? [read.data] : []
  })
  return { entries: good.slice(0, MOST_ENTRIES), snoozedRules, snoozedRows }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
