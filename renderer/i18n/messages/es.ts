import type { MessageTree } from '../keys'
import { alerts } from './alerts.es'
import { board } from './board.es'
import { bulk } from './bulk.es'
import { common } from './common.es'
import { connect } from './connect.es'
import { cover } from './cover.es'
import { history } from './history.es'
import { instructions } from './instructions.es'
import { lock } from './lock.es'
import { notes } from './notes.es'
import { reservation } from './reservation.es'
import { workers } from './workers.es'
import { policy } from './policy.es'
import { presets } from './presets.es'
import { practice } from './practice.es'
import { problems } from './problems.es'
import { reasons } from './reasons.es'
import { sweep } from './sweep.es'
import { tour } from './tour.es'
import { settings } from './settings.es'

/** Spanish. The type makes every missing or superfluous key a compile error. */
export const es: MessageTree = {
  ...alerts,
  ...board,
  ...bulk,
  ...common,
  ...connect,
  ...cover,
  ...history,
  ...instructions,
  ...lock,
  ...notes,
  ...reservation,
  ...workers,
  ...policy,
  ...presets,
  ...practice,
  ...problems,
  ...reasons,
  ...settings,
  ...sweep,
  ...tour,
}
