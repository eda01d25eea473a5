import { DEFAULT_PRACTICE_RULES, type PracticeOptions, type PracticeRules, type Scenario } from '../options'
import { People } from '../people/people'
import { Random } from '../world/random'
import { installRouter } from '../world/routing'
import { EVENT_RETENTION_MS } from '../world/rules'
import { keepLogShort } from '../world/setup'
import { World } from '../world/world'
import { buildDesk, type Desk } from './desk'
import { openDoors, planStuckOffers, staffDesk, startShifts, WARM_UP_MS } from './helpdesk'
import { playStandard, STANDARD_HISTORY_MS } from './standard'

/** A workspace as it stands when the server opens. */
export interface Stage {
  readonly world: World
  readonly people: People
  readonly desk: Desk
  readonly random: Random
  readonly rules: PracticeRules
}

const ARRIVAL_MS = 7_000
const BUSY_ARRIVAL_MS = 4_500

function historyOf(scenario: Scenario): number {
  if (scenario === 'helpdesk' || scenario === 'busy') return WARM_UP_MS
  return scenario === 'standard' ? STANDARD_HISTORY_MS : 0
}

/**
 * Builds a workspace and lives through its past by the real rules, so that the event log explains everything that is
 * there. The same options build the same workspace.
 */
export function buildStage(options: PracticeOptions): Stage {
  const scenario = options.scenario ?? 'helpdesk'
  const rules: PracticeRules = {
    ...DEFAULT_PRACTICE_RULES,
    ...(scenario === 'standard' ? { logWorkflowSteps: false } : {}),
    ...options.rules,
  }
  const startMs = options.startMs ?? Date.now()
  const random = new Random(options.seed ?? 7)
  const world = new World({ startMs: startMs - historyOf(scenario), seed: random.bits(), rules })
  installRouter(world)
  keepLogShort(world, EVENT_RETENTION_MS)
  const people = new People(world, random.fork())
  world.listener = people
  const life = options.life ?? (scenario !== 'quiet' && scenario !== 'empty')
  const desk = populate(scenario, { world, people, random, options, life })
  world.clock.advanceTo(startMs)
  people.active = life
  return { world, people, desk, random, rules }
}

interface Parts {
  readonly world: World
  readonly people: People
  readonly random: Random
  readonly options: PracticeOptions
  readonly life: boolean
}

function populate(scenario: Scenario, parts: Parts): Desk {
  const { world, people, random, options, life } = parts
  switch (scenario) {
    case 'empty':
      return { ...buildDesk(world), workers: [] }
    case 'quiet':
      return staffDesk(world, life)
    case 'standard':
      return playStandard(world, random, options, life)
    case 'helpdesk':
    case 'busy': {
      const desk = staffDesk(world, true)
      startShifts(people, desk)
      planStuckOffers(world, random.fork(), people, desk)
      openDoors(world, random.fork(), people, desk, scenario === 'busy' ? BUSY_ARRIVAL_MS : ARRIVAL_MS)
      return desk
    }
  }
}
