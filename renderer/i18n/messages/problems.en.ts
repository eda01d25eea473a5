/** What can go wrong, by `ProblemCode`: a sentence of what happened, and one of what to do about it. */
export const problems = {
  problem: {
    notSignedIn: {
      title: 'Twilio does not know these credentials',
      hint: 'Check the SIDs and the secret. A key that was deleted or belongs to another region is refused too.',
    },
    notAllowed: {
      title: 'This key may not do that',
      hint: 'Ask for a key with TaskRouter permissions, or use another connection.',
    },
    gone: {
      title: 'It no longer exists',
      hint: 'TaskRouter has removed it, usually because the work has ended.',
    },
    changed: {
      title: 'Somebody changed it meanwhile',
      hint: 'Look at it again before you decide.',
    },
    refused: {
      title: 'TaskRouter refused',
      hint: 'The details say why.',
    },
    rateLimited: {
      title: 'TaskRouter asks us to slow down',
      hint: 'The console waits and goes on by itself.',
    },
    server: {
      title: 'TaskRouter has a problem of its own',
      hint: 'Try again in a moment. status.twilio.com tells about outages.',
    },
    network: {
      title: 'TaskRouter cannot be reached',
      hint: 'Check the network, the proxy and the firewall of this computer.',
    },
    malformed: {
      title: 'The answer made no sense',
      hint: 'Something between this computer and Twilio may be answering in its place, such as a sign-in page of the network.',
    },
    cancelled: {
      title: 'Cancelled',
      hint: 'Nothing more was sent.',
    },
    invalid: {
      title: 'That is not valid',
      hint: 'Check what you entered.',
    },
    noConnection: {
      title: 'Not connected',
      hint: 'Connect to a workspace first.',
    },
    noWorkspace: {
      title: 'This account has no TaskRouter workspace here',
      hint: 'Workspaces belong to one region. Choose the region in which yours was created.',
    },
    keychainLocked: {
      title: 'The keychain is locked',
      hint: 'Unlock the keychain of this computer, then try again.',
    },
    keychainUnavailable: {
      title: 'This computer offers no keychain',
      hint: 'The secret is kept in memory only, until you quit.',
    },
    keychainFailed: {
      title: 'The keychain did not answer as it should',
      hint: 'Try again, or connect once more.',
    },
    practiceFailed: {
      title: 'The practice workspace did not start',
      hint: 'Try again. If it keeps failing, restart the console.',
    },
    notFound: {
      title: 'Not found',
      hint: 'It may have ended, or belong to another workspace.',
    },
    stale: {
      title: 'The board is out of date',
      hint: 'Wait until it is fresh again, then act.',
    },
    busy: {
      title: 'Something else is still running',
      hint: 'Wait until it has finished.',
    },
    policy: {
      title: 'Your administrator does not allow this',
      hint: 'The setting is managed for you.',
    },
    policyBroken: {
      title: 'Your administrator’s settings cannot be understood',
      hint: 'Until they are repaired, nothing is connected and nothing is changed. The window says what is wrong with them.',
    },
    diskFull: {
      title: 'The disk is full',
      hint: 'Nothing was sent, because it could not be written down first. Make room and try again.',
    },
    storage: {
      title: 'A file of the console could not be written',
      hint: 'Check the rights and the space of your profile folder.',
    },
    damaged: {
      title: 'Records of an earlier job were damaged',
      hint: 'What could not be read is looked up before anything is sent again. Check the outcomes of this job.',
    },
    locked: {
      title: 'The console is locked',
      hint: 'Unlock it first.',
    },
    wrongPin: {
      title: 'That is not the PIN',
      hint: 'Try again.',
    },
    tryLater: {
      title: 'The PIN was wrong several times',
      hint: 'Wait until the next try is allowed.',
    },
    badRequest: {
      title: 'The console asked for something impossible',
      hint: 'This is a mistake in the program. Please report it.',
    },
    foreignSender: {
      title: 'Refused for safety',
      hint: 'The request did not come from this window.',
    },
    tooLarge: {
      title: 'That is too much at once',
      hint: 'Choose fewer.',
    },
    tooMany: {
      title: 'Too many requests at once',
      hint: 'Wait a moment and try again.',
    },
    internal: {
      title: 'Something went wrong in the console',
      hint: 'Try again. If it keeps happening, please report it.',
    },
  },
  networkCause: {
    dns: 'The name of the server could not be resolved. Check the network and its DNS.',
    proxy: 'The proxy refused or did not answer. Check it in Settings › Network.',
    proxyPassword: 'The proxy wants a user name and password. Enter them in Settings › Network.',
    tls: 'The connection is not trusted. A proxy that inspects traffic needs its certificate: add it in Settings › Network.',
    refused: 'The connection was refused. A firewall may be blocking it.',
    reset: 'The connection was cut. Try again.',
    timeout: 'There was no answer in time. Try again.',
  },
} as const
