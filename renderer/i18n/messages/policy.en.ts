/** What an administrator has decided, and the rules a supervisor can set for themselves. */
export const policy = {
  policy: {
    viewOnly: {
      banner: 'View only: the board can be read, and nothing can be changed.',
      admin: 'Your administrator has set this.',
      change: 'Change',
    },
    forbidden: {
      admin: {
        viewOnly: 'Your administrator allows viewing only',
        notAllowed: 'Your administrator does not allow this action',
        tooMany: 'Your administrator allows at most {n} at once',
        export: 'Your administrator does not allow exports',
      },
      own: {
        viewOnly: 'View only is on (Settings, Rules)',
        notAllowed: 'This action is switched off (Settings, Rules)',
        tooMany: 'At most {n} at once (Settings, Rules)',
        export: 'Exports are switched off (Settings, Rules)',
      },
    },
    refused: {
      viewOnly: 'Only viewing is allowed here.',
      allowedActions: 'This action is not allowed here.',
      bulkMaximum: 'Fewer reservations at once are allowed here.',
      reasons: 'Choose one of the reasons of the list.',
      note: 'A reason is required.',
      regions: 'This region is not allowed here.',
      workspaces: 'This workspace is not allowed here.',
    },
    broken: {
      title: 'Your administrator’s settings cannot be understood',
      lead: 'This computer has a policy for the console, and something in it is wrong. What it was meant to forbid is not known, so nothing is connected and nothing can be changed. Nothing was lost.',
      what: 'What is wrong',
      place: '{place}, line {line}',
      kind: {
        unreadable: 'It cannot be read',
        notProtected: 'Others than the administrator can write it',
        notJson: 'It is not valid JSON',
        notObject: 'It is not an object',
        unknownKey: 'There is no such setting',
        badValue: 'This is not a value of the setting',
      },
      todo: 'Please send this to your administrator. Once it is repaired, start the console again.',
      copy: 'Copy for your administrator',
      quit: 'Quit',
    },
    rules: {
      lead: 'Rules for yourself on this computer. An administrator can fix each of them for everybody.',
      viewOnly: {
        label: 'View only',
        hint: 'Nothing is sent that changes anything. For training, and for a screen on the wall.',
      },
      bulkMaximum: {
        label: 'Most reservations at once',
        hint: 'A larger selection cannot be acted on.',
      },
      reasons: {
        label: 'Reasons to choose from',
        hint: 'One a line. Empty: any text.',
        tooLong: 'At most 50 reasons of 100 characters',
      },
      pollSeconds: {
        label: 'Look for changes every … seconds at most',
        hint: 'Two keeps the board fresh. Choose more where many consoles share one account.',
        unit: 's',
      },
      exportAllowed: {
        label: 'Allow exports',
        hint: 'Outcomes and history may be saved as files.',
      },
      allowedActions: {
        label: 'Actions that may be used',
        hint: 'The others stay visible and grey.',
      },
    },
    key: {
      open: 'Replace key',
      title: 'A new key for {name}',
      text: 'It is tried first. If it works it takes the place of the old one, which is removed from the keychain; the connection stays.',
      replaced: 'New key in use for {name}',
      copy: 'Copy the list of permissions',
      read: 'To see the board',
      act: 'To act on reservations',
    },
    reason: {
      label: 'Reason',
      choose: 'Choose a reason',
      more: 'More about it',
    },
  },
} as const
