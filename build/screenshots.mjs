// npm run screenshots: every screen in every look, with a page that shows them all; they land in output/screenshots.
import { runScript } from './lib/log.mjs'
import { takePictures } from './lib/picture-tour.mjs'

await runScript(() => takePictures('screenshots', 'SCREENSHOTS_OUTPUT'))
