/** The lock: its screen, the PIN, and the section of the settings. */
export const lock = {
  lock: {
    title: 'Locked',
    lead: 'Enter your PIN or passphrase to go on.',
    pin: 'PIN or passphrase',
    unlock: 'Unlock',
    now: 'Lock now',
    coverNow: 'Cover the window now',
    quit: 'Quit',
    wrong: 'That is not it. Try again.',
    wrongOften: 'That was wrong several times.',
    waitFor: 'Wait {time}',
    jobs: '{n} job is running and goes on | {n} jobs are running and go on',
    forgotten: 'Forgotten?',
    giveUp: {
      title: 'Sign out and remove the connections?',
      text: 'Nobody can read a forgotten PIN back. All connections are removed, their keys leave the keychain, and the PIN with them. The settings stay. You need an API key to connect again.',
      jobs: 'The running job stops where it is. | The {n} running jobs stop where they are.',
      confirm: 'Sign out and remove',
    },
    trouble: {
      keychainLocked: 'The keychain of this computer is locked. Unlock it, then try again.',
      keychainUnavailable:
        'This computer has no keychain that the console can use, so a PIN can be neither kept nor checked.',
      keychainFailed: 'The keychain of this computer refused to work. Try again.',
      pinLost: 'The keychain no longer holds the PIN, so nothing can match it. Sign out to start again.',
    },
    choose: {
      title: 'Choose a PIN',
      lead: 'Your administrator requires one to open the console.',
    },
    newPin: 'New PIN or passphrase',
    newPinHint: '{min} to {max} characters; longer is better',
    again: 'The same again',
    current: 'Current PIN or passphrase',
    length: 'Use {min} to {max} characters.',
    different: 'The two are not the same.',
    set: 'Set the PIN',
    forgetting: 'Nobody can read it back. Whoever forgets it has to sign out and connect again.',
    task: { set: 'Set a PIN', change: 'Change the PIN', remove: 'Remove the PIN' },
    confirm: { set: 'Set the PIN', change: 'Change the PIN', remove: 'Remove the PIN' },
    done: {
      set: 'The PIN is set',
      change: 'The PIN is changed',
      remove: 'The PIN is removed: the window is only covered now',
    },
    settings: {
      leadLock:
        'While it is locked the console shows nothing and answers nothing until the PIN is entered. Jobs go on, and the tray shows its number.',
      leadCover:
        'Without a PIN the window is only covered: that hides the board from passers-by, but anybody can lift the cover.',
      noKeychain:
        'This computer has no keychain that the console can use, so a PIN cannot be kept and locking cannot be switched on. The cover works.',
      pinHint: 'Locks the console. Only a salted hash of it is kept, in the keychain of this computer',
      pinRequired: 'Your administrator requires a PIN: it can be changed, not removed',
      isSet: 'Set',
      notSet: 'Not set',
      lockAfter: 'Lock when nobody has used this computer for',
      coverAfter: 'Cover the window when nobody has used this computer for',
      lockWithScreen: 'Lock when the screen is locked or the computer sleeps',
      coverWithScreen: 'Cover the window when the screen is locked or the computer sleeps',
      never: 'Never',
      minutes: '{n} minute | {n} minutes',
    },
  },
} as const
