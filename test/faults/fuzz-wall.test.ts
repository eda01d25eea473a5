// A page that was taken over sends whatever it likes: every channel refuses it in the agreed form, before any handler.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { registerBridge, type Handlers } from '../../main/bridge/register'
import { ASKED_WHILE, mayAsk } from '../../main/lock/gate'
import { parseCommandLine, parseDeepLink } from '../../main/shell/command-line'
import { CHANNELS, type Channel } from '../../preload/contract/channels'
import { PROBLEM_CODES } from '../../preload/contract/envelope'
import { requestSchemas } from '../../preload/contract/schemas'
import { FUZZ_TIMEOUT_MS, fuzzRuns, clonable, harmed, nastyText } from '../support/fuzz/values'
import { FakeIpc } from '../support/shell/fake-ipc'
import { GOOD_REQUESTS, RESERVATION } from '../support/shell/requests'

/** Two kinds of payload share the 10,000 of each channel. */
const RUNS = fuzzRuns(300) / 2

/** A bridge whose handlers only note what reached them. */
function openBridge(gate: (channel: Channel) => boolean = () => true) {
  const reached: unknown[] = []
  const handlers = Object.fromEntries(
    CHANNELS.map((channel) => [
      channel,
      (request: unknown) => {
        reached.push(request)
        return null
      },
    ]),
  ) as unknown as Handlers
  const ipc = new FakeIpc()
  let now = 0
  registerBridge({
    ipcMain: ipc,
    handlers,
    trusted: { webContentsId: () => 7, origin: 'app://console' },
    gate,
    // Each request comes long after the one before, so that it is judged by its content and not by the rate.
    now: () => (now += 10_000),
    log: () => undefined,
  })
  return { ipc, reached }
}

const REFUSALS: ReadonlySet<string> = new Set(['badRequest', 'tooLarge'])
const FIELDS_AT_MOST = 20

/** The agreed form of a refusal, and nothing beyond it. */
function expectRefusal(answer: unknown): void {
  expect(answer).toMatchObject({
    ok: false,
    error: { code: expect.any(String), message: expect.any(String) },
  })
  const { error, ...envelope } = answer as {
    ok: boolean
    error: { code: string; fields?: readonly unknown[] }
  }
  expect(envelope).toEqual({ ok: false })
  expect(PROBLEM_CODES).toContain(error.code)
  expect(REFUSALS.has(error.code)).toBe(true)
  expect(Object.keys(error).filter((key) => !['code', 'message', 'fields'].includes(key))).toEqual([])
  expect(error.fields?.length ?? 0).toBeLessThanOrEqual(FIELDS_AT_MOST)
}

const takesNothing = (channel: Channel): boolean => GOOD_REQUESTS[channel] === null
/** A patch of no setting is a good one. */
const emptyIsGood = (channel: Channel): boolean => channel === 'settings/set'

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((item) => item === undefined)

describe.each([...CHANNELS])('%s', (channel) => {
  const { ipc, reached } = openBridge()

  it(
    `refuses ${RUNS} generated values that are no request, before its handler`,
    { timeout: FUZZ_TIMEOUT_MS },
    async () => {
      await fc.assert(
        fc.asyncProperty(clonable, async (value) => {
          fc.pre(!(takesNothing(channel) && value === null) && !(emptyIsGood(channel) && isEmpty(value)))
          reached.length = 0
          expectRefusal(await ipc.invoke(channel, value))
          expect(reached).toEqual([])
        }),
        { numRuns: RUNS },
      )
    },
  )

  it(
    `lets of ${RUNS} harmed requests only those through that are whole again`,
    { timeout: FUZZ_TIMEOUT_MS },
    async () => {
      await fc.assert(
        fc.asyncProperty(harmed(GOOD_REQUESTS[channel]), async (value) => {
          reached.length = 0
          const answer = await ipc.invoke(channel, value)
          if (!answer.ok) {
            expectRefusal(answer)
            expect(reached).toEqual([])
            return
          }
          // What reached the handler is good by itself: validated again it is unchanged, and it has no key of its own making.
          expect(reached).toHaveLength(1)
          expect(requestSchemas[channel].parse(reached[0])).toEqual(reached[0])
          expect(Object.getPrototypeOf(reached[0] ?? {})).toBe(Object.prototype)
        }),
        { numRuns: RUNS },
      )
    },
  )
})

describe.each([...CHANNELS].filter((channel) => !ASKED_WHILE.locked.includes(channel)))(
  'locked: %s',
  (channel) => {
    const { ipc, reached } = openBridge((asked) => mayAsk('locked', asked))

    it(
      `answers ${RUNS} requests, good and bad ones, with nothing but “locked”`,
      async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.oneof(clonable, harmed(GOOD_REQUESTS[channel]), fc.constant(GOOD_REQUESTS[channel])),
            async (value) => {
              expect(await ipc.invoke(channel, value)).toEqual({
                ok: false,
                error: { code: 'locked', message: 'The console is locked.' },
              })
              expect(reached).toEqual([])
            },
          ),
          { numRuns: RUNS },
        )
      },
      FUZZ_TIMEOUT_MS,
    )
  },
)

describe('what comes from outside', () => {
  const link = fc.oneof(
    nastyText,
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc
      .tuple(fc.constantFrom('reservation', 'board', 'settings', 'reject', 'job'), nastyText)
      .map(([verb, rest]) => `taskrouter-console://${verb}/${rest}`),
    fc
      .tuple(nastyText, nastyText)
      .map(([before, after]) => `${before}taskrouter-console://reservation/${RESERVATION}${after}`),
  )
  const known = [
    { target: 'board', view: null },
    { target: 'settings' },
    { target: 'reservation', sid: expect.stringMatching(/^WR[0-9a-f]{32}$/) },
  ]

  it('names a place that exists, or nothing, in every link', { timeout: FUZZ_TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(link, (text) => {
        const target = parseDeepLink(text)
        if (target !== null) expect(known).toContainEqual(target)
      }),
      { numRuns: fuzzRuns(2_000) },
    )
  })

  it('is four facts, whatever the command line', { timeout: FUZZ_TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(link, fc.constantFrom('--hidden', '--version', '--diagnose', '--', '-'), nastyText),
          { maxLength: 20 },
        ),
        (argv) => {
          const { hidden, version, diagnose, show, ...more } = parseCommandLine(argv)
          expect(more).toEqual({})
          expect([hidden, version, diagnose]).toEqual(
            ['--hidden', '--version', '--diagnose'].map((flag) => argv.includes(flag)),
          )
          if (show !== null) expect(known).toContainEqual(show)
        },
      ),
      { numRuns: fuzzRuns(2_000) },
    )
  })
})
