import type { Answered, Page, Pages, WorkspaceApi } from '../../main/taskrouter/api'
import { BulkWorld, failure } from './bulk-world'
import { sid } from './rows'

export type Fault =
  | 'none'
  /** 500 without effect. */
  | 'errorBefore'
  /** Applied, and then the connection breaks. */
  | 'resetAfter'
  /** The connection breaks first. */
  | 'resetBefore'
  | 'signedOut'
  | 'forbidden'

/** A workspace in memory behind the client's own interface, with agents in it and faults to order. */
export class BulkServer extends BulkWorld {
  /** Names of the calls that reached the server, in order. */
  readonly requests: string[] = []
  readonly posts: string[] = []
  /** Asked before every write; decides what goes wrong with it. */
  fault: (call: string, sid: string) => Fault = () => 'none'
  /** Runs before every request is served: agents act here. */
  interleave: (call: string) => void = () => undefined
  /** Keeps a request waiting, for tests that look while it is under way. */
  gate: (call: string) => Promise<void> = () => Promise.resolve()

  /** `count` offers, each of its own task, over `workers` workers. */
  static withOffers(count: number, workers = count): BulkServer {
    const server = new BulkServer()
    for (let n = 1; n <= workers; n += 1) server.addWorker(n)
    for (let n = 1; n <= count; n += 1) {
      const task = server.addTask(n, { call_sid: sid('CA', n) })
      server.addReservation(n, task, server.workers.get(sid('WK', ((n - 1) % workers) + 1))!)
    }
    return server
  }

  countOf(call: string): number {
    return this.requests.filter((name) => name === call).length
  }

  readonly api: WorkspaceApi = unimplemented({
    workspaceSid: sid('WS', 1),
    fetchTask: (taskSid) => this.#serve('fetchTask', taskSid, () => this.find(this.tasks, taskSid)),
    fetchWorker: (workerSid) =>
      this.#serve('fetchWorker', workerSid, () => this.find(this.workers, workerSid)),
    fetchReservation: (path) => this.#serve('fetchReservation', path.sid, () => this.look(path)),
    listTaskReservations: (taskSid) =>
      this.#list('listTaskReservations', () => this.reservationsOf({ taskSid })),
    listWorkerReservations: (workerSid, filter) =>
      this.#list('listWorkerReservations', () =>
        this.reservationsOf({ workerSid }).filter(
          ({ status }) => filter?.status === undefined || status === filter.status,
        ),
      ),
    listWorkers: () => this.#list('listWorkers', () => [...this.workers.values()]),
    listWorkerChannels: (workerSid) =>
      this.#list('listWorkerChannels', () => {
        this.find(this.workers, workerSid)
        return [...this.channels.values()].filter((one) => one.workerSid === workerSid)
      }),
    listEvents: (filter) =>
      this.#list('listEvents', () => this.events.filter(({ type }) => type === filter?.eventType)),
    updateReservation: (path, instruction, options) =>
      this.#write('updateReservation', path.sid, () =>
        this.instruct(path.sid, instruction, options?.ifMatch ?? null),
      ),
    updateWorker: (workerSid, update, options) =>
      this.#write('updateWorker', workerSid, () =>
        this.changeWorker(workerSid, update, options?.ifMatch ?? null),
      ),
    updateWorkerChannel: (workerSid, channelSid, update) =>
      this.#write('updateWorkerChannel', workerSid, () => this.changeChannel(workerSid, channelSid, update)),
    updateTask: (taskSid, update, options) =>
      this.#write('updateTask', taskSid, () => this.changeTask(taskSid, update, options?.ifMatch ?? null)),
    deleteTask: (taskSid) => this.#write('deleteTask', taskSid, () => this.deleteTask(taskSid)),
  })

  async #serve<T>(call: string, key: string, answer: () => T): Promise<Answered<T>> {
    await this.gate(call)
    this.interleave(call)
    this.requests.push(call)
    const fault = this.fault(call, key)
    if (fault === 'signedOut') throw failure('notSignedIn', 401, 'Authenticate', 20003)
    return this.#answered(answer())
  }

  async #write<T>(call: string, key: string, apply: () => T): Promise<Answered<T>> {
    await this.gate(call)
    this.interleave(call)
    this.requests.push(call)
    this.posts.push(key)
    switch (this.fault(call, key)) {
      case 'none':
        return this.#answered(apply())
      case 'errorBefore':
        throw failure('server', 500, 'Internal error', 20500, 'unknown')
      case 'resetBefore':
        throw failure('network', null, 'The connection was reset.', null, 'unknown')
      case 'resetAfter':
        apply()
        throw failure('network', null, 'The connection was reset.', null, 'unknown')
      case 'signedOut':
        throw failure('notSignedIn', 401, 'Authenticate', 20003)
      case 'forbidden':
        throw failure('notAllowed', 403, 'Forbidden', 70051)
    }
  }

  async *#list<T>(call: string, items: () => readonly T[]): Pages<T> {
    await this.gate(call)
    this.interleave(call)
    this.requests.push(call)
    const page: Page<T> = {
      items: items().map((item) => ({ ...item })),
      index: 0,
      serverTime: this.now,
      last: true,
    }
    yield page
  }

  #answered<T>(value: T): Answered<T> {
    const copy = typeof value === 'object' && value !== null ? { ...value } : value
    return { value: copy, requestId: `RQ${this.requests.length}`, serverTime: this.now, attempts: 1 }
  }
}

/** The calls that bulk makes; any other one fails the test by name. */
function unimplemented(calls: Partial<WorkspaceApi>): WorkspaceApi {
  return new Proxy(calls, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name)
      if (call !== undefined || typeof name === 'symbol') return call
      return () => {
        throw new Error(`bulk is not expected to call ${name}`)
      }
    },
  }) as WorkspaceApi
}
