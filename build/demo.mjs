// npm run demo: the tour of test/e2e/demo on the practice workspace; its pictures land in output/demo.
import { runScript } from './lib/log.mjs'
import { takePictures } from './lib/picture-tour.mjs'

await runScript(() => takePictures('demo', 'DEMO_OUTPUT'))
