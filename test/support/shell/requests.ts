// A good request for every channel of the contract.
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import type { Requests } from '../../../preload/contract/channels'

const hex = (digit: string): string => digit.repeat(32)
export const ACCOUNT = `AC${hex('1')}`
export const KEY = `SK${hex('2')}`
export const WORKSPACE = `WS${hex('3')}`
export const RESERVATION = `WR${hex('4')}`
export const SECRET = 'Zq7SecretOfTheTestThatNeverCrosses'

export const GOOD_REQUESTS: { readonly [C in keyof Requests]: Requests[C]['request'] } = {
  'app/info': null,
  'app/openExternal': { page: 'apiKeys' },
  'app/copyText': { text: 'WR…' },
  'app/menu': {
    groups: [
      {
        id: 'go',
        label: 'Go to',
        commands: [{ id: 'go.board', label: 'Board', keys: 'g b', enabled: true }],
      },
    ],
  },
  'app/quit': null,
  'app/supportPreview': null,
  'app/supportSave': null,
  'connection/state': null,
  'connection/list': null,
  'connection/draft': {
    credentials: { kind: 'apiKey', accountSid: ACCOUNT, keySid: KEY, secret: SECRET },
    region: 'ie1',
  },
  'connection/connect': { draftId: 'draft-1', workspaceSid: WORKSPACE },
  'connection/replace': { connectionId: 'one', draftId: 'draft-1' },
  'connection/practice': null,
  'connection/select': { connectionId: 'one' },
  'connection/workspaces': null,
  'connection/retry': null,
  'connection/signOut': { connectionId: 'one' },
  'connection/check': null,
  'board/subscribe': null,
  'board/refresh': null,
  'board/directory': null,
  'board/detail': { sid: RESERVATION },
  'board/queues': { history: true },
  'board/worker': { sid: `WK${hex('5')}` },
  'bulk/plan': {
    action: { kind: 'instruction', instruction: { kind: 'reject', parameters: {} } },
    sids: [RESERVATION],
    note: 'shift change',
  },
  'bulk/cancelPlan': { planId: 'p' },
  'bulk/run': { planId: 'p', released: [RESERVATION], typed: '', note: 'shift change', noteOnTask: false },
  'bulk/commands': { planId: 'p', shell: 'curl' },
  'bulk/jobs': null,
  'bulk/records': null,
  'bulk/recover': null,
  'bulk/outcomes': { jobId: 'j' },
  'bulk/pause': { jobId: 'j' },
  'bulk/resume': { jobId: 'j' },
  'bulk/cancel': { jobId: 'j' },
  'bulk/retryFailed': { jobId: 'j' },
  'bulk/retryPartial': { jobId: 'j' },
  'bulk/export': { jobId: 'j', format: 'csv', rawNumbers: false },
  'diagnosis/preview': {
    thresholds: DEFAULT_SETTINGS.thresholds,
    thresholdExceptions: [{ status: 'pending', queueSid: null, channel: 'voice', watch: 30, stuck: 60 }],
    disabledReasons: ['longAccepted'],
  },
  'presets/list': null,
  'presets/save': {
    id: 'p',
    name: 'Voicemail',
    instruction: { kind: 'redirect', parameters: { RedirectUrl: 'https://example.com/voicemail' } },
    isDefault: false,
  },
  'presets/remove': { id: 'p' },
  'presets/export': null,
  'presets/import': null,
  'history/query': { text: '', limit: 50, before: null },
  'network/state': null,
  'network/setProxyPassword': { password: 'Zq7 proxy pass: ñ' },
  'network/forgetProxyPassword': null,
  'network/addCertificate': null,
  'network/removeCertificate': { path: '/certificates/company.pem' },
  'network/check': null,
  'history/export': { query: { text: '', limit: 50, before: null }, format: 'json', rawNumbers: false },
  'practice/state': null,
  'practice/stage': { stage: 'P1' },
  'practice/speed': { speed: 5 },
  'practice/pause': null,
  'practice/resume': null,
  'practice/advance': { minutes: 10 },
  'practice/limit': { rps: 30 },
  'practice/fault': { fault: 'slow', on: true },
  'practice/clearFaults': null,
  'practice/reset': null,
  'settings/get': null,
  'settings/set': { theme: 'dark' },
  'views/export': { ids: ['own-1'] },
  'views/import': null,
}
