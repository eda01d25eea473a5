import type { Directory } from '../../../preload/contract/board'
import type { BulkAction, PlanRow } from '../../../preload/contract/bulk'
import { channelStateText, isAsWanted, type ChannelState } from '../../../preload/contract/worker-channel'
import type { WorkspaceApi } from '../../taskrouter/api'
import type { WorkerChannel } from '../../taskrouter/resources'
import { forEachLimited } from '../concurrency'
import { READS_AT_ONCE, tell } from './read'
import { valueIn, type Read } from './subject'
import type { ReadyRow } from './units'
import { act, skip, type RowVerdict } from './verdict'

export type ChannelAction = Extract<BulkAction, { readonly kind: 'workerChannel' }>

/** A chosen worker and the channel that is to be changed; null where the worker has no such channel. */
export interface ChannelSubject {
  readonly sid: string
  readonly channel: Read<WorkerChannel | null>
}

/** Reads the channel of every chosen worker fresh: there is no list over all workers, so one request each. */
export async function readChannels(
  api: WorkspaceApi,
  { channelSid }: ChannelAction,
  sids: readonly string[],
  signal: AbortSignal,
  onRead: (done: number) => void,
): Promise<readonly ChannelSubject[]> {
  const subjects = new Map<string, ChannelSubject>()
  await forEachLimited(sids, READS_AT_ONCE, async (sid) => {
    const channel = await tell(async () => {
      const value = await channelOfWorker(api, sid, channelSid, { priority: 'detail', signal })
      return { value, requestId: null, serverTime: null, attempts: 1 }
    })
    subjects.set(sid, { sid, channel })
    onRead(subjects.size)
  })
  return sids.flatMap((sid) => subjects.get(sid) ?? [])
}

/** A worker's channel by its task channel, or null where the worker has none. Rejects with TaskRouterError. */
export async function channelOfWorker(
  api: WorkspaceApi,
  workerSid: string,
  taskChannelSid: string,
  options: Parameters<WorkspaceApi['listWorkerChannels']>[1],
): Promise<WorkerChannel | null> {
  for await (const { items } of api.listWorkerChannels(workerSid, options)) {
    const found = items.find((channel) => channel.taskChannelSid === taskChannelSid)
    if (found !== undefined) return found
  }
  return null
}

export const stateOf = ({ configuredCapacity, available }: WorkerChannel): ChannelState => ({
  capacity: configuredCapacity,
  available,
})

/** Whether a worker's channel can be changed, and needs to be. Less capacity than is in use is legal: it holds for what comes. */
export function judgeChannel(action: ChannelAction, { channel }: ChannelSubject): RowVerdict {
  if (channel.is === 'failed') return skip('unreadable', {}, channel.problem)
  if (channel.is !== 'read') return skip('gone')
  if (channel.value === null) return skip('noChannel')
  const state = stateOf(channel.value)
  if (isAsWanted(state, action)) return skip('alreadyDone', { status: channelStateText(state) })
  const { assignedTasks } = channel.value
  return act(null, {
    from: channelStateText(state),
    ...(assignedTasks === null ? {} : { assigned: assignedTasks }),
  })
}

export function channelPlanRow(
  { sid, channel }: ChannelSubject,
  verdict: RowVerdict,
  { workers }: Directory,
): PlanRow {
  const value = valueIn(channel)
  return {
    sid,
    taskSid: '',
    workerSid: sid,
    workerName: workers.find((worker) => worker.sid === sid)?.name ?? null,
    queueName: null,
    channel: value?.taskChannelName ?? null,
    status: value === null ? null : channelStateText(stateOf(value)),
    verdict: verdict.verdict,
    reason: verdict.reason,
    facts: verdict.facts,
    values: verdict.values,
    problem: verdict.problem,
  }
}

export function channelReadyRow(row: PlanRow, { channel }: ChannelSubject): ReadyRow {
  return {
    row,
    instruction: null,
    reservationVersion: null,
    taskVersion: null,
    workerVersion: null,
    taskStatus: null,
    activityName: null,
    workerPending: null,
    workerChannelSid: valueIn(channel)?.sid ?? null,
  }
}
