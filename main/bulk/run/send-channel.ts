import {
  changedState,
  channelStateText,
  isAsWanted,
  readChannelState,
} from '../../../preload/contract/worker-channel'
import { isTaskRouterError } from '../../taskrouter/errors'
import { channelOfWorker, stateOf } from '../plan/channels'
import type { ChannelUnit } from '../plan/units'
import { plainFailure, READ, reading, told, unsettledOf, type Attempt } from './attempt'
import type { RowResult } from './goal'
import { settleState, type SettleDeps, type Unsettled } from './settle'

/** Changes one channel of one worker. A worker's channel has no version: the last writer wins, as in the agents' own clients. */
export async function sendChannel(deps: SettleDeps, unit: ChannelUnit): Promise<Attempt> {
  const { api, board } = deps
  const { workerSid, channelSid, change, rows } = unit
  const { capacity, available } = change
  try {
    const { value, requestId, serverTime } = await api.updateWorkerChannel(
      workerSid,
      channelSid,
      { ...(capacity === null ? {} : { capacity }), ...(available === null ? {} : { available }) },
      READ,
    )
    board.learnChannel(workerSid, value, serverTime)
    const after = channelStateText(stateOf(value))
    return told(rows.map(({ sid }) => ({ sid, outcome: 'done', after, problem: null, requestId })))
  } catch (error) {
    if (!isTaskRouterError(error)) throw error
    return plainFailure(unit, error) ?? reading(() => settleChannel(deps, unit, unsettledOf(error)))
  }
}

/** Reads the channel until its state is known. The wanted state counts whatever else of the channel changed meanwhile. */
function settleChannel(
  deps: SettleDeps,
  { rows, workerSid, taskChannelSid, change }: ChannelUnit,
  unsettled: Unsettled,
): Promise<readonly RowResult[] | null> {
  const goal = goalOfChannel(rows[0]?.before ?? null, change)
  return settleState(deps, rows, goal, unsettled, async (options) => {
    const channel = await channelOfWorker(deps.api, workerSid, taskChannelSid, options)
    if (channel === null) return NO_CHANNEL
    deps.board.learnChannel(workerSid, channel, null)
    const state = stateOf(channel)
    return goal !== null && isAsWanted(state, change) ? goal : channelStateText(state)
  })
}

/** What a worker who lost the channel is told to be in. */
export const NO_CHANNEL = 'none'

/** The text of the state that a change leads to. */
export function goalOfChannel(before: string | null, change: ChannelUnit['change']): string | null {
  const state = before === null ? null : readChannelState(before)
  return state === null ? null : channelStateText(changedState(state, change))
}
