import { performance } from 'node:perf_hooks'
import twilio from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient'
import type { PracticeFacts } from '../../main/practice'

const AT_ONCE = 10

/**
 * What one would write in an afternoon with the official client: list the live tasks, then the reservations of each, ten at once, with the
 * client's own retry.
 */
export async function readAsPeer(
  practice: PracticeFacts,
): Promise<{ readonly rows: number; readonly shown95Ms: number; readonly doneMs: number }> {
  class LoopbackHttp extends twilio.RequestClient {
    override request<T>(options: RequestOptions<T>) {
      return super.request<T>({
        ...options,
        uri: options.uri.replace('https://taskrouter.twilio.com', practice.url),
      })
    }
  }
  const client = twilio(practice.keySid, practice.keySecret, {
    accountSid: practice.accountSid,
    httpClient: new LoopbackHttp({ autoRetry: true, maxRetries: 50 }),
  })
  const workspace = client.taskrouter.v1.workspaces(practice.workspaceSid)
  const startedAt = performance.now()
  const tasks = await workspace.tasks.list({
    assignmentStatus: ['reserved', 'assigned', 'wrapping'],
    pageSize: 1000,
  })
  const arrivals: number[] = []
  let next = 0
  const reader = async () => {
    for (let task = tasks[next++]; task !== undefined; task = tasks[next++]) {
      const reservations = await workspace.tasks(task.sid).reservations.list()
      for (const { reservationStatus } of reservations)
        if (['pending', 'accepted', 'wrapping'].includes(reservationStatus))
          arrivals.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader))
  return {
    rows: arrivals.length,
    shown95Ms: arrivals[Math.floor(arrivals.length * 0.95)] ?? Number.NaN,
    doneMs: performance.now() - startedAt,
  }
}
