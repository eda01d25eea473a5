import { join } from 'node:path'
import type { Problem } from '../../../preload/contract/envelope'
import {
  PRESETS_MAX,
  presetIssues,
  type Preset,
  type PresetImport,
  type PresetList,
} from '../../../preload/contract/presets'
import { isDiskFull, type RecordFiles } from '../../history/files'
import { readWhole, replaceFile } from '../../history/whole-file'
import { BulkError, bulkError } from '../errors'
import { oneDefaultEach, readPresets, writePresets } from './document'

export interface PresetsOptions {
  /** Where the files of all workspaces are; created if missing. */
  readonly folder: string
  readonly files: RecordFiles
  readonly workspaceSid: string
  /** Workstation time, ms since 1970: names a damaged file that is put aside. */
  readonly now: () => number
}

/** A file of this size holds far more than the presets allowed. */
export const PRESET_FILE_MAX_BYTES = 1_000_000

/**
 * The presets of one workspace, in a file of their own. Reads and changes come one after the other; a change is on disk
 * before it is told. Everything rejects with BulkError: `invalid` (fields say what), `storage`, `diskFull`, `notFound`.
 */
export class Presets {
  readonly #options: PresetsOptions
  #loaded: Promise<PresetList> | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: PresetsOptions) {
    this.#options = options
  }

  list(): Promise<PresetList> {
    return this.#inTurn((list) => Promise.resolve(list))
  }

  /** Adds a preset or replaces the one with its id. A new default takes the place of the former one of its kind. */
  save(preset: Preset): Promise<PresetList> {
    return this.#inTurn((list) => {
      refuseBad(preset)
      return this.#write(list, withPreset(list.presets, preset))
    })
  }

  remove(id: string): Promise<PresetList> {
    return this.#inTurn((list) => {
      const kept = list.presets.filter((preset) => preset.id !== id)
      if (kept.length === list.presets.length) throw bulkError('notFound', 'There is no such preset.')
      return this.#write(list, kept)
    })
  }

  /** The text of a file for another workspace or computer. */
  async exported(): Promise<string> {
    return writePresets((await this.list()).presets)
  }

  /** Takes the presets of such a text: those with a known id are replaced, the others are added. */
  import(text: string): Promise<PresetImport> {
    return this.#inTurn(async (list) => {
      const read = readPresets(text)
      if (read === null) throw bulkError('invalid', 'This file holds no presets.')
      const merged = read.presets.reduce<readonly Preset[]>(withPreset, list.presets)
      return {
        list: await this.#write(list, merged),
        taken: read.presets.length,
        refused: read.refused,
      }
    })
  }

  #inTurn<T>(work: (list: PresetList) => Promise<T>): Promise<T> {
    const done = this.#turn.then(async () => work(await this.#load()))
    this.#turn = done.catch(() => undefined)
    return done
  }

  #load(): Promise<PresetList> {
    this.#loaded ??= this.#read().catch((error: unknown) => {
      this.#loaded = null
      throw storageError(error)
    })
    return this.#loaded
  }

  async #read(): Promise<PresetList> {
    const { files, folder } = this.#options
    await files.ensureFolder(folder)
    const text = await readWhole(files, this.#path, PRESET_FILE_MAX_BYTES)
    if (text === null) return { presets: [], recovered: false }
    const read = readPresets(text)
    if (read !== null && read.refused.length === 0) return { presets: read.presets, recovered: false }
    // Whatever was wrong stays beside the good part, so that nothing is lost.
    const stamp = new Date(this.#options.now()).toISOString().replaceAll(/[:.]/g, '-')
    await files.rename(this.#path, `${this.#path}.damaged-${stamp}`)
    const presets = read?.presets ?? []
    await replaceFile(files, this.#path, writePresets(presets))
    return { presets, recovered: true }
  }

  async #write({ recovered }: PresetList, presets: readonly Preset[]): Promise<PresetList> {
    if (presets.length > PRESETS_MAX) {
      throw bulkError('invalid', `A workspace can hold ${PRESETS_MAX} presets.`)
    }
    try {
      await replaceFile(this.#options.files, this.#path, writePresets(presets))
    } catch (error) {
      throw storageError(error)
    }
    const list = { presets, recovered }
    this.#loaded = Promise.resolve(list)
    return list
  }

  get #path(): string {
    return join(this.#options.folder, `${this.#options.workspaceSid}.json`)
  }
}

function refuseBad({ name, instruction }: Preset): void {
  const issues = presetIssues(instruction)
  if (name.trim() === '')
    throw bulkError('invalid', 'A preset needs a name.', [{ path: 'name', message: 'Is empty.' }])
  if (issues.length === 0) return
  throw bulkError(
    'invalid',
    'This cannot be kept as a preset.',
    issues.map(({ parameter, message }) => ({ path: parameter ?? '', message })),
  )
}

function withPreset(presets: readonly Preset[], preset: Preset): readonly Preset[] {
  const others = presets.map((other) =>
    preset.isDefault && other.instruction.kind === preset.instruction.kind
      ? { ...other, isDefault: false }
      : other,
  )
  const at = others.findIndex(({ id }) => id === preset.id)
  return oneDefaultEach(
    at === -1 ? [...others, preset] : others.map((other, index) => (index === at ? preset : other)),
  )
}

function storageError(error: unknown): BulkError {
  if (error instanceof BulkError) return error
  const problem: Problem = isDiskFull(error)
    ? { code: 'diskFull', message: 'There is no room left on the disk.' }
    : { code: 'storage', message: 'The file of presets could not be read or written.' }
  return new BulkError(problem)
}
