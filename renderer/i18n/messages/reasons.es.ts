export const reasons = {
  reason: {
    callEnded: {
      title: 'La llamada terminó, la tarea sigue abierta',
      short: 'Llamada terminada',
      not: 'Si la tarea continúa sin su llamada, como una devolución de llamada.',
      explain: 'La llamada del cliente terminó, pero la tarea sigue abierta y retiene al agente.',
    },
    instructedPending: {
      title: 'Redirigida, aún pendiente',
      short: 'Redirigida',
      not: 'Mientras la llamada redirigida aún se está conectando.',
      explain:
        'La llamada se redirigió o se marcó, pero eso no responde a la oferta. Alguien tiene que aceptarla o rechazarla.',
    },
    offerToUnavailable: {
      title: 'Ofrecida a un agente no disponible',
      short: 'No disponible',
      not: 'Mientras el agente solo está cambiando de actividad.',
      explain: 'El agente está en una actividad que no recibe trabajo; nadie responderá a esta oferta.',
    },
    rejectLoop: {
      title: 'Bucle de rechazos',
      short: 'Bucle',
      not: 'Mientras el agente está a punto de tomarla: pregunte antes de mover a nadie.',
      explain:
        'El agente rechazó esta tarea y se le volvió a ofrecer enseguida. Pasarlo a una actividad no disponible rompe el bucle.',
    },
    cancelChurn: {
      title: 'Ofrecida y cancelada una y otra vez',
      short: 'Cancelaciones',
      not: 'Mientras suena el teléfono del agente.',
      explain:
        'La conexión con este agente falla repetidamente, a menudo porque su teléfono o navegador no está registrado.',
    },
    overdueOffer: {
      title: 'Pasó su tiempo límite',
      short: 'Vencida',
      not: 'Mientras el agente descuelga: una conferencia lenta tarda minutos.',
      explain:
        'La oferta debería haber caducado y no lo hizo. Retiene al agente hasta que alguien la rechace.',
    },
    silentWorker: {
      title: 'El agente no responde',
      short: 'No responde',
      not: 'Si el agente está ocupado fuera de TaskRouter: pregunte antes.',
      explain:
        'El agente figura disponible pero deja caducar una oferta tras otra: probablemente está ausente o sin conexión.',
    },
    leftoverOffer: {
      title: 'Quedó de otra actividad',
      short: 'Residual',
      not: 'Mientras el agente responde a la oferta en pantalla.',
      explain: 'El agente cambió de actividad después de esta oferta y la oferta quedó atrás.',
    },
    multiOffer: {
      title: 'Ofrecida a varios, nadie responde',
      short: 'Varias ofertas',
      not: 'Mientras uno de los agentes acepta: las demás ofertas terminan entonces solas.',
      explain: 'Varios agentes tienen una oferta de esta tarea. Solo vuelve a la cola cuando terminan todas.',
    },
    longOffer: {
      title: 'Espera larga de respuesta',
      short: 'Espera larga',
      not: 'Si el tiempo límite largo es intencionado, como en una devolución de llamada.',
      explain:
        'La oferta espera más de lo que debería esperar un cliente, aunque su tiempo límite aún no ha llegado.',
    },
    acceptInProgress: {
      title: '¿Aceptación en curso?',
      short: '¿Aceptando?',
      not: 'Ahora no: un rechazo cortaría una aceptación en curso.',
      explain:
        'Acaba de pasar su tiempo límite. Mientras se conecta una llamada TaskRouter detiene el reloj; espere un momento antes de actuar.',
    },
    abandonedWork: {
      title: 'El agente se fue con trabajo pendiente',
      short: 'Agente ausente',
      not: 'Mientras la llamada o el chat siguen.',
      explain: 'El agente pasó a no disponible después de tomar este trabajo y no ha vuelto.',
    },
    longWrapUp: {
      title: 'Cierre sin terminar',
      short: 'Cierre largo',
      not: 'Mientras el agente aún anota el resultado.',
      explain: 'El cierre no termina solo. Hasta que alguien lo complete, el agente tiene menos capacidad.',
    },
    longAccepted: {
      title: 'Aceptada hace mucho',
      short: 'Aceptada larga',
      not: 'Mientras la llamada o el chat siguen.',
      explain: 'Se trabaja en esto desde hace más de lo normal. Consulte con el agente antes de completarla.',
    },
    ghostCapacity: {
      title: 'Capacidad retenida por nada',
      short: 'Capacidad fantasma',
      not: 'Nunca complete trabajo vivo para liberar capacidad que nada retiene.',
      explain: 'TaskRouter cuenta más tareas en este canal que reservas tiene el agente.',
    },
    nearRejectionLimit: {
      title: 'Cerca del límite de rechazos',
      short: 'Cerca del límite',
      not: 'No rechace: puede cancelar la tarea.',
      explain: 'Un rechazo más puede hacer que TaskRouter cancele la tarea, y con ella el turno del cliente.',
    },
    justCanceled: {
      title: 'Cancelada, el cliente puede seguir en línea',
      short: 'Recién cancelada',
      not: 'Si el cliente ya se ha vuelto a encaminar.',
      explain:
        'La tarea se canceló hace un momento. Su llamada puede seguir abierta, con el cliente en espera.',
    },
  },
  advice: {
    wait: { title: 'Esperar', hint: 'Dele unos minutos; actúe solo si entonces sigue pendiente.' },
    reject: { title: 'Rechazar', hint: 'La tarea vuelve a su cola y se ofrece a otra persona.' },
    rejectKeepActivity: {
      title: 'Rechazar sin mover al agente',
      hint: 'Rechaza con la actividad actual del agente, para que no vuelva a una anterior.',
    },
    rejectAndMove: {
      title: 'Rechazar y mover al agente',
      hint: 'Pase al agente a una actividad no disponible o la misma oferta volverá enseguida.',
    },
    rejectAllOffers: {
      title: 'Rechazar todas las ofertas de la tarea',
      hint: 'La tarea vuelve a su cola solo cuando han terminado todas sus ofertas.',
    },
    setUnavailable: {
      title: 'Pasar al agente a una actividad no disponible',
      hint: 'Detiene las ofertas nuevas a este agente y rechaza las pendientes.',
    },
    complete: { title: 'Completar', hint: 'Termina el trabajo y libera la capacidad del agente.' },
    cancelTask: {
      title: 'Cancelar la tarea',
      hint: 'Ya no hay nadie en la línea: la tarea solo se seguiría ofreciendo.',
    },
    decide: { title: 'Comprobar y decidir', hint: 'Mire los detalles o llame al agente antes de actuar.' },
    rejectOrAccept: {
      title: 'Rechazar o aceptar',
      hint: 'Acepte si la llamada está donde debe; rechace si la tarea debe continuar.',
    },
    redirectCall: {
      title: 'Atender la llamada',
      hint: 'Ya no hay reserva sobre la que actuar; hay que redirigir o terminar la propia llamada.',
    },
    audit: { title: 'Revisar al agente', hint: 'Compare los canales del agente con las reservas vivas.' },
  },
  evidence: {
    pendingFor: 'Pendiente desde hace {time}.',
    acceptedFor: 'Aceptada hace {time}.',
    wrappingFor: 'En cierre desde hace {time}.',
    pastDeadline: 'Su tiempo límite pasó hace {time}.',
    deadlineAhead: 'Caducará en {time}.',
    deadlineUnknown: 'No se pudo leer el tiempo límite del flujo de trabajo.',
    withinGrace: 'Una aceptación puede seguir en curso hasta {time}.',
    activityChangedAfterOffer: 'El agente pasó a «{activity}» después de la oferta.',
    workerUnavailable: 'El agente está en «{activity}», que no recibe trabajo.',
    workerAvailable: 'El agente figura disponible («{activity}»).',
    offersTimedOut: 'Las últimas {count} ofertas a este agente caducaron.',
    rejectedBefore: 'Rechazada {count} veces por este agente; ofrecida de nuevo tras {time}.',
    canceledBefore: '{count} ofertas a este agente se cancelaron al conectarlas.',
    rejectionsOfLimit: '{used} rechazos, límite {limit}.',
    offersOfTask: '{count} agentes tienen una oferta de esta tarea.',
    instructed: 'Se envió la instrucción «{instruction}» y la oferta quedó pendiente.',
    endsBySystemIn: 'TaskRouter elimina la tarea en {time}.',
    callOpen: 'La tarea tiene una llamada que puede seguir abierta.',
    callUp: 'La llamada seguía en curso a las {clock}.',
    callEnded: 'La llamada terminó a las {clock}, hace {time}.',
    capacity: 'El canal cuenta {assigned} de {configured}; vemos {live}.',
    canceledAgo: 'Cancelada hace {time}.',
  },
} as const
