import { shallowRef, type ShallowRef } from 'vue'
import type { Bridge } from '../../preload/contract/bridge'
import type { Problem } from '../../preload/contract/envelope'
import type { Instruction, InstructionKind } from '../../preload/contract/instructions'
import {
  STARTERS,
  unkeptParameters,
  type Preset,
  type PresetImport,
  type PresetList,
  type StarterId,
} from '../../preload/contract/presets'
import { ask } from '../app/bridge'

const NONE: PresetList = { presets: [], recovered: false }

/** The presets of the connected workspace, as main keeps them. Changes give back what went wrong, or null. */
export class PresetShelf {
  readonly list: ShallowRef<PresetList> = shallowRef(NONE)
  /** Why they could not be read. */
  readonly problem: ShallowRef<Problem | null> = shallowRef(null)
  readonly #bridge: Bridge['presets']

  constructor(bridge: Bridge['presets']) {
    this.#bridge = bridge
  }

  async load(): Promise<void> {
    const { data, problem } = await ask(this.#bridge.list())
    this.problem.value = problem
    this.list.value = data ?? NONE
  }

  /** Another workspace has other presets: none of the former one may stay on screen. */
  clear(): void {
    this.list.value = NONE
    this.problem.value = null
  }

  of(kind: InstructionKind): readonly Preset[] {
    return this.list.value.presets.filter(({ instruction }) => instruction.kind === kind)
  }

  defaultOf(kind: InstructionKind): Preset | null {
    return this.of(kind).find(({ isDefault }) => isDefault) ?? null
  }

  /** Starters of a kind that nobody has used yet. */
  startersOf(kind: InstructionKind): readonly StarterId[] {
    const used = new Set(this.list.value.presets.map(({ id }) => id))
    return STARTERS.flatMap(({ id, instruction }) => (instruction.kind === kind && !used.has(id) ? [id] : []))
  }

  async save(preset: Preset): Promise<Problem | null> {
    const { data, problem } = await ask(this.#bridge.save(preset))
    if (data !== null) this.list.value = data
    return problem
  }

  async remove(id: string): Promise<Problem | null> {
    const { data, problem } = await ask(this.#bridge.remove({ id }))
    if (data !== null) this.list.value = data
    return problem
  }

  /** What came of it, or why not. */
  async import(): Promise<PresetImport | Problem> {
    const { data, problem } = await ask(this.#bridge.import())
    if (data === null) return problem
    this.list.value = data.list
    return data
  }
}

/** The instruction as it may be kept: without what is secret or a person's. */
export function keepable(instruction: Instruction): Instruction {
  const unkept = new Set(unkeptParameters(instruction))
  const kept = Object.entries(instruction.parameters).filter(([name]) => !unkept.has(name))
  return { kind: instruction.kind, parameters: Object.fromEntries(kept) }
}

/** A new id; a starter keeps its own, so that it is not offered again. */
export const newPresetId = (): string => crypto.randomUUID()
