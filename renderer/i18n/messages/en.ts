import { alerts } from './alerts.en'
import { board } from './board.en'
import { bulk } from './bulk.en'
import { common } from './common.en'
import { connect } from './connect.en'
import { cover } from './cover.en'
import { history } from './history.en'
import { instructions } from './instructions.en'
import { lock } from './lock.en'
import { notes } from './notes.en'
import { reservation } from './reservation.en'
import { workers } from './workers.en'
import { policy } from './policy.en'
import { presets } from './presets.en'
import { practice } from './practice.en'
import { problems } from './problems.en'
import { reasons } from './reasons.en'
import { sweep } from './sweep.en'
import { tour } from './tour.en'
import { settings } from './settings.en'

/** English is complete by definition; keys of every other language are checked against it. One area per file. */
export const en = {
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
} as const
