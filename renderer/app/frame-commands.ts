import {
  Bell,
  Brush,
  Command as CommandIcon,
  Compass,
  FlaskConical,
  History,
  Keyboard,
  LayoutList,
  LockKeyhole,
  ListChecks,
  PanelLeft,
  Plus,
  Power,
  RefreshCw,
  Rows3,
  Search,
  Settings,
  SunMoon,
  Users,
} from '@lucide/vue'
import type { Bridge } from '../../preload/contract/bridge'
import type { Settings as SettingValues } from '../../preload/contract/settings'
import { translate } from '../i18n'
import { askOrToast } from './bridge'
import type { Command } from './commands'
import { HOME, navigate, SETTINGS_HOME } from './router'

/** What the frame's own commands act on. */
export interface FrameActions {
  readonly bridge: Bridge
  readonly connected: () => boolean
  readonly settings: () => SettingValues
  readonly save: (patch: Partial<SettingValues>) => void
  readonly openPractice: () => void
  readonly focusSearch: () => void
  readonly togglePalette: () => void
  readonly showKeys: () => void
  readonly toggleRail: () => void
  readonly openTour: () => void
  readonly lock: () => void
  /** Whether a PIN is set; without one the window can only be covered. */
  readonly canLock: () => boolean
}

const THEMES = ['system', 'light', 'dark', 'contrast'] as const satisfies readonly SettingValues['theme'][]

const after = (theme: SettingValues['theme']): SettingValues['theme'] =>
  THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'

/** Commands that exist on every screen. Those about reservations come from the screens that show them. */
export function frameCommands(actions: FrameActions): readonly Command[] {
  const { bridge, connected } = actions
  return [
    {
      id: 'go.board',
      group: 'go',
      title: 'command.goBoard',
      icon: LayoutList,
      keys: 'g b',
      when: connected,
      run: () => {
        navigate(HOME)
      },
    },
    {
      id: 'go.workers',
      group: 'go',
      title: 'command.goWorkers',
      icon: Users,
      keys: 'g w',
      when: connected,
      run: () => {
        navigate({ name: 'workers' })
      },
    },
    {
      id: 'go.jobs',
      group: 'go',
      title: 'command.goJobs',
      icon: ListChecks,
      keys: 'g j',
      when: connected,
      run: () => {
        navigate({ name: 'jobs', jobId: null })
      },
    },
    {
      id: 'go.history',
      group: 'go',
      title: 'command.goHistory',
      icon: History,
      keys: 'g h',
      when: connected,
      run: () => {
        navigate({ name: 'history' })
      },
    },
    {
      id: 'go.alerts',
      group: 'go',
      title: 'command.goAlerts',
      icon: Bell,
      keys: 'g a',
      when: connected,
      run: () => {
        navigate({ name: 'alerts' })
      },
    },
    {
      id: 'go.sweep',
      group: 'go',
      title: 'sweep.command',
      icon: Brush,
      keys: 'g c',
      when: connected,
      run: () => {
        navigate({ name: 'sweep' })
      },
    },
    {
      id: 'go.settings',
      group: 'go',
      menu: false,
      title: 'command.goSettings',
      icon: Settings,
      keys: 'g s',
      run: () => {
        navigate(SETTINGS_HOME)
      },
    },
    {
      id: 'frame.search',
      group: 'go',
      title: 'command.focusSearch',
      icon: Search,
      keys: '/',
      when: connected,
      run: actions.focusSearch,
    },
    {
      id: 'frame.refresh',
      group: 'board',
      title: 'command.refresh',
      icon: RefreshCw,
      keys: 'r',
      when: connected,
      run: () => void askOrToast(bridge.board.refresh()),
    },
    {
      id: 'view.theme',
      group: 'view',
      title: 'command.themeNext',
      icon: SunMoon,
      run: () => {
        actions.save({ theme: after(actions.settings().theme) })
      },
    },
    {
      id: 'view.density',
      group: 'view',
      title: 'command.density',
      icon: Rows3,
      run: () => {
        actions.save({ density: actions.settings().density === 'compact' ? 'comfortable' : 'compact' })
      },
    },
    {
      id: 'view.rail',
      group: 'view',
      title: 'command.toggleRail',
      icon: PanelLeft,
      keys: '$mod+b',
      when: connected,
      run: actions.toggleRail,
    },
    {
      id: 'workspace.practice',
      group: 'workspace',
      title: 'command.practice',
      icon: FlaskConical,
      run: actions.openPractice,
    },
    {
      id: 'workspace.add',
      group: 'workspace',
      title: 'command.connectAnother',
      icon: Plus,
      run: () => {
        navigate({ name: 'connect' })
      },
    },
    {
      id: 'app.lock',
      group: 'workspace',
      title: 'lock.now',
      text: () => translate(actions.canLock() ? 'lock.now' : 'lock.coverNow'),
      icon: LockKeyhole,
      keys: '$mod+Shift+l',
      everywhere: true,
      run: actions.lock,
    },
    {
      id: 'frame.palette',
      group: 'help',
      title: 'command.openPalette',
      icon: CommandIcon,
      keys: '$mod+k',
      everywhere: true,
      hidden: true,
      run: actions.togglePalette,
    },
    {
      id: 'frame.keys',
      group: 'help',
      title: 'command.showKeys',
      icon: Keyboard,
      keys: 'Shift+?',
      run: actions.showKeys,
    },
    {
      id: 'frame.tour',
      group: 'help',
      title: 'tour.again',
      icon: Compass,
      when: connected,
      run: () => {
        navigate(HOME)
        actions.openTour()
      },
    },
    {
      id: 'app.quit',
      group: 'help',
      title: 'command.quit',
      icon: Power,
      menu: false,
      run: () => void askOrToast(bridge.app.quit()),
    },
  ]
}
