// The real keytar against a real Secret Service, and against a bus on which there is none.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { troubleOf } from '../../../main/vault/trouble'

const run = promisify(execFile)
const keytar = createRequire(import.meta.url).resolve('keytar')
const SERVICE = 'com.supervisorconsole.taskrouter.test'

/** Runs in a process of its own, because libsecret connects to the bus once and for all. */
const PROBE = `
const keytar = require(${JSON.stringify(keytar)})
const steps = async () => {
  const before = await keytar.getPassword('${SERVICE}', 'AC1/us1')
  await keytar.setPassword('${SERVICE}', 'AC1/us1', 'kept')
  const kept = await keytar.getPassword('${SERVICE}', 'AC1/us1')
  const removed = await keytar.deletePassword('${SERVICE}', 'AC1/us1')
  const after = await keytar.getPassword('${SERVICE}', 'AC1/us1')
  return { before, kept, removed, after }
}
steps().then((seen) => console.log(JSON.stringify(seen)), (error) => console.log(JSON.stringify({ error: error.message })))
`

/** A bus that starts no service by itself. */
const EMPTY_BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

const UNLOCK = `printf 'password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1`

describe.runIf(process.platform === 'linux')('keytar on this desktop', () => {
  let home = ''
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'console-keychain-'))
    await writeFile(path.join(home, 'bus.conf'), EMPTY_BUS)
  })
  afterAll(async () => {
    await rm(home, { recursive: true, force: true })
  })

  async function probe(shell: string): Promise<Record<string, unknown>> {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_DATA_HOME: path.join(home, 'data'),
      XDG_RUNTIME_DIR: home,
      PROBE,
    }
    const { stdout } = await run('sh', ['-c', shell], { env, timeout: 20_000 })
    return JSON.parse(stdout.trim()) as Record<string, unknown>
  }

  const node = `'${process.execPath}' -e "$PROBE"`
  const withBus = (inside: string) =>
    `dbus-run-session --config-file="$HOME/bus.conf" -- sh -c '${inside.replaceAll("'", `'\\''`)}'`

  it('keeps, finds and forgets in an unlocked keyring', async () => {
    const seen = await probe(withBus(`${UNLOCK}; ${node}`))
    expect(seen).toEqual({ before: null, kept: 'kept', removed: true, after: null })
  })

  it('is unavailable on a bus without a Secret Service', async () => {
    const { error } = await probe(withBus(node))
    expect(troubleOf(new Error(String(error)))).toMatchObject({ kind: 'unavailable' })
  })

  it.each(['nonsense', 'foo:bar=1', 'unix:path', 'unix:path=/nonexistent/bus'])(
    'is unavailable where the address of the bus is %s',
    async (address) => {
      const { error } = await probe(`DBUS_SESSION_BUS_ADDRESS=${address} DISPLAY= ${node}`)
      expect(troubleOf(new Error(String(error)))).toMatchObject({ kind: 'unavailable' })
    },
  )

  it('is unavailable without a bus', async () => {
    const { error } = await probe(`DBUS_SESSION_BUS_ADDRESS= DISPLAY= ${node}`)
    expect(troubleOf(new Error(String(error)))).toMatchObject({ kind: 'unavailable' })
  })
})
