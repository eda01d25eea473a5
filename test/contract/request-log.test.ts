// What support can read about requests: one line each, with nothing in it that belongs to a customer or opens a door.
import { afterEach, expect, it } from 'vitest'
import { createAuthority } from '../support/certificate-authority'
import { openNetwork } from '../support/network-desk'

const authority = createAuthority('Log test CA')
const PHONE = '+34600111222'
const CUSTOMER = 'Ana Belén Ortiz'

let close = () => Promise.resolve()
afterEach(() => close())

interface Line {
  readonly event: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
  readonly requestId: string
  readonly outcome: string
}

it('writes one line per request: what was asked, what came, and neither secrets, numbers nor attributes', async () => {
  const stand = await openNetwork({ certificate: authority.issueForLoopback() })
  close = () => stand.close()
  stand.choose(await stand.writeFile('ca.pem', authority.certificate))
  await stand.desk.addCertificate()
  const api = stand.client.workspace(stand.practice.workspaceSid)
  const [taskSid = ''] = stand.practice.control.stage('P16').taskSids

  for await (const page of api.listTasks({ evaluateAttributes: `from == "${PHONE}"` }))
    expect(page.items).toEqual([])
  await api.updateTask(taskSid, { attributes: JSON.stringify({ from: PHONE, name: CUSTOMER }) })
  await expect(
    api.updateTask(taskSid, { status: 'completed', reason: `${CUSTOMER} called from ${PHONE}` }),
  ).rejects.toMatchObject({
    kind: 'refused',
  })
  await expect(api.fetchTask(`WT${'0'.repeat(32)}`)).rejects.toMatchObject({ kind: 'gone' })

  const files = await stand.files()
  const text = files['logs/requests.log'] ?? ''
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  expect(lines.map(({ method, status, outcome }) => [method, status, outcome])).toEqual([
    ['GET', 200, 'ok'],
    ['POST', 200, 'ok'],
    ['POST', 400, 'refused'],
    ['GET', 404, 'gone'],
  ])
  const { workspaceSid, keySecret, keySid } = stand.practice
  expect(lines[1]).toMatchObject({
    event: 'taskrouter.request',
    path: `/v1/Workspaces/${workspaceSid}/Tasks/${taskSid}`,
  })
  for (const line of lines) {
    expect(line.requestId).toMatch(/^RQ[0-9a-f]{32}$/)
    expect(line.milliseconds).toBeGreaterThanOrEqual(0)
  }
  const basic = Buffer.from(`${keySid}:${keySecret}`).toString('base64')
  for (const secret of [keySecret, basic, PHONE, PHONE.slice(1), CUSTOMER, 'EvaluateTaskAttributes', '?'])
    expect(text).not.toContain(secret)
})
