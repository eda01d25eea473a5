import { join } from 'node:path'
import { AppendFile } from '../../history/append-file'
import type { RecordFiles } from '../../history/files'
import { writeRecord, type HeadRecord, type JournalRecord, type RowRecord } from './record'

const ROWS_A_WRITE = 500

/** Where journals live. */
export interface JournalStorage {
  readonly folder: string
  readonly files: RecordFiles
}

/** The journal of one job. Every method rejects with the disk's error if the record may not be on disk. */
export class Journal {
  readonly #file: AppendFile

  constructor({ folder, files }: JournalStorage, jobId: string) {
    this.#file = new AppendFile(files, join(folder, journalName(jobId)))
  }

  async start(head: HeadRecord, rows: readonly RowRecord[]): Promise<void> {
    await this.append([head, head])
    for (let at = 0; at < rows.length; at += ROWS_A_WRITE)
      await this.append(rows.slice(at, at + ROWS_A_WRITE))
    await this.append([{ type: 'ready', rows: rows.length }])
  }

  append(records: readonly JournalRecord[]): Promise<void> {
    return this.#file.append(records.map(writeRecord))
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

const SUFFIX = '.journal'

export const journalName = (jobId: string): string => jobId + SUFFIX

/** The job of a journal's file name, or null for any other file. */
export function jobOfJournal(name: string): string | null {
  const id = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : ''
  return /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : null
}
