import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type {
  LiveReservation,
  LoggedRequest,
  PracticeFacts,
  StageFacts,
  StageOptions,
} from '../../main/practice'

export interface PracticeProcess extends PracticeFacts {
  /** Every request since the log was cleared, as the server saw it. */
  requests(): Promise<readonly LoggedRequest[]>
  clearRequests(): Promise<void>
  live(): Promise<readonly LiveReservation[]>
  /** Puts a situation on. */
  stage(name: string, options?: StageOptions): Promise<StageFacts>
  close(): Promise<void>
}

/** The built practice workspace in a process of its own, so that it takes no time from the one that is measured. */
export async function startPracticeProcess(
  options: Readonly<Record<string, string | number>>,
): Promise<PracticeProcess> {
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=6000', 'dist/main/practice-cli.cjs', ...words],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const facts = await new Promise<PracticeFacts>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`The practice workspace ended with code ${code}.`))
    })
    createInterface(child.stdout).once('line', (line) => {
      resolve(JSON.parse(line) as PracticeFacts)
    })
  })
  const authorization = `Basic ${Buffer.from(`${facts.keySid}:${facts.keySecret}`).toString('base64')}`
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${facts.url}/_practice/${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
    return answer.json()
  }
  return {
    ...facts,
    requests: async () =>
      ((await control('GET', 'log')) as { requests: LoggedRequest[] }).requests.filter(
        ({ path }) => !path.startsWith('/_practice'),
      ),
    clearRequests: async () => {
      await control('DELETE', 'log')
    },
    stage: async (name, stageOptions = {}) =>
      (await control('POST', 'stage', { name, ...stageOptions })) as StageFacts,
    live: async () => ((await control('GET', 'live')) as { reservations: LiveReservation[] }).reservations,
    close: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit')
        child.once('exit', () => {
          resolve()
        })
        child.kill()
      }),
  }
}
