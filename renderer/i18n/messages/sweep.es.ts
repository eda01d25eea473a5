/** Barridos: limpiezas guiadas al final del turno y en una avería. */
export const sweep = {
  sweep: {
    title: 'Barrido',
    command: 'Barrido: fin de turno, avería',
    start: 'Barrido…',
    continue: 'Barrido: {done} de {of} pasos',
    kinds: 'Qué se barre',
    kind: { shift: 'Fin de turno', outage: 'Avería' },
    about: {
      shift:
        'Las ofertas vuelven a sus colas, los cierres terminan y lo que sigue en marcha se lista para que usted decida. Cada paso muestra su plan antes de enviar nada.',
      outage:
        'Todo lo de una cola, un agente o un canal que no funciona. Cada paso muestra su plan antes de enviar nada.',
    },
    scope: {
      title: 'Trabajo de quién',
      queues: 'Colas',
      workers: 'Agentes',
      channels: 'Canales',
      view: 'Una vista',
      text: 'Palabras',
      textExample: 'un equipo, un nombre',
      none: 'Cualquiera',
      noView: 'Ninguna vista',
      everybody: 'Todas: el espacio entero',
    },
    choose: 'Elija qué trabajo se barre',
    chooseHint: 'Colas, agentes, canales, una vista o palabras. Se combinan: deben cumplirse todas.',
    nothing: 'Nada que barrer',
    nothingHint: 'Nada de esto tiene una reserva viva.',
    reading:
      'El espacio aún se está leyendo; los números crecen. Los pasos empiezan cuando estén todas las filas.',
    step: {
      shift: {
        offers: {
          title: 'Rechazar las ofertas',
          hint: 'Las tareas vuelven a sus colas. En el plan elija una actividad no disponible para quien se va, o las ofertas regresan.',
        },
        wrapUps: {
          title: 'Completar los cierres',
          hint: 'El cierre no termina solo; al completarlo se libera la capacidad de los agentes.',
        },
        accepted: {
          title: 'Decidir sobre lo que sigue en marcha',
          hint: 'Lo aceptado puede ser una conversación viva: anótelo para el turno siguiente, ábralo o elija qué completar.',
        },
      },
      outage: {
        offers: {
          title: 'Rechazar las ofertas',
          hint: 'Nadie puede responderlas ahora. Las tareas vuelven a sus colas y esperan allí.',
        },
        accepted: {
          title: 'Completar lo aceptado',
          hint: 'El plan retiene las llamadas que aún pueden estar en curso.',
        },
        wrapUps: {
          title: 'Completar los cierres',
          hint: 'Al completar se libera la capacidad de los agentes.',
        },
      },
    },
    state: {
      nothing: 'nada que hacer',
      open: 'por hacer',
      running: 'en marcha',
      done: 'hecho',
      left: 'quedan algunas',
      passed: 'se deja así',
    },
    tasks: 'ninguna tarea | 1 tarea | {n} tareas',
    workers: 'ningún agente | 1 agente | {n} agentes',
    oldest: 'la más antigua',
    most: 'Un plan admite {n} como máximo, primero las más antiguas; el resto queda aquí para otro.',
    result: 'Ninguna hecha | 1 hecha | {n} hechas',
    failed: 'ninguna fallida | 1 fallida | {n} fallidas',
    toJob: 'Ver el trabajo',
    pass: 'Dejar así',
    unpass: 'Retomar',
    decided: 'Todo decidido',
    decide: 'Por decidir',
    more: 'Y ninguna más. | Y 1 más. | Y {n} más.',
    progress: '{done} de {of} pasos hechos',
    end: 'Terminar este barrido',
    finished: 'El barrido ha terminado',
    finishedSum: 'Ninguna reserva terminada. | 1 reserva terminada. | {n} reservas terminadas.',
    finishedLeft: 'No queda ninguna. | 1 se dejó como está. | {n} se dejaron como están.',
    another: 'Empezar otro',
    toBoard: 'Volver al tablero',
    snoozed:
      'Ninguna pospuesta. | 1 reserva pospuesta se deja en paz. | {n} reservas pospuestas se dejan en paz.',
    unknown:
      'Ninguna desconocida. | 1 reserva está en un estado que esta versión no conoce; no se le hace nada. | {n} reservas están en un estado que esta versión no conoce; no se les hace nada.',
  },
} as const
