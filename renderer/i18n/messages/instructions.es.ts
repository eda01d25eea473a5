/** Palabras de los formularios de instrucciones. Los nombres de la API se dejan como son. */
export const instructions = {
  instruction: {
    note: {
      movesWorker:
        'Pasa al agente a esta actividad; una no disponible evita que la misma oferta vuelva enseguida.',
      callerId: 'Identificador de llamada, un número verificado de la cuenta.',
      workerLegOnly: 'Se refiere solo al tramo del agente.',
      workerLegTwiml: 'TwiML que se ejecuta en el tramo del agente cuando contesta.',
      waitMusic: 'Música o TwiML mientras alguien espera.',
      mixingRegion: 'Dónde se mezcla la conferencia; no es la región de la API.',
      firstCounts: 'Solo cuenta el valor del primero que entra.',
      acceptOff: 'Desactivado: la reserva sigue pendiente hasta que alguien la acepte.',
      waitingCall: 'La llamada que espera en la cola.',
      continuesWith: 'TwiML con el que continúa la llamada en espera.',
      contactUri: 'Para llamar a un agente, este necesita un contact_uri.',
    },
    type: {
      bool: 'sí o no',
      number: 'número entero',
      text: 'texto',
    },
    issue: {
      unknownParameter: 'No es un parámetro de la API',
      notForInstruction: 'No corresponde a «{instruction}»',
      writtenByProgram: 'Lo escribe el programa según el tipo de instrucción',
      taskScopeOnly: 'Solo existe cuando se llega a la reserva por su tarea',
      required: 'Es obligatorio',
      requiredWithoutContactUri: 'Es obligatorio porque el agente no tiene contact_uri',
      perhapsRequired: 'Es obligatorio si el agente no tiene contact_uri, lo que aquí no se sabe',
      advised: 'Sin él puede ser rechazado',
      empty: 'Está vacío; es mejor omitirlo',
      wrongType: 'Debe ser un valor de este tipo: {expected}',
      wrongSid: 'Debe ser {prefix} seguido de 32 dígitos hexadecimales',
      wrongUrl: 'Debe ser una dirección http o https completa',
      wrongContact:
        "Debe ser un número de teléfono o una dirección como client:nombre o sip:usuario{'@'}servidor",
      notAChoice: 'Debe ser uno de estos: {values}',
      tooSmall: 'Debe ser al menos {min}',
      tooLarge: 'Debe ser como mucho {max}',
      notRepeatable: 'Admite un solo valor',
      repeatedValue: 'Contiene dos veces el mismo valor',
      singleTaskingOnly: 'Se rechaza en un espacio de trabajo multitarea',
      deprecated: 'El servicio lo considera obsoleto',
      sipOnly: 'Solo tiene efecto si al agente se le llama por SIP',
      needsVoice: 'Solo funciona con tareas de voz',
      needsCallSid: 'Necesita una tarea cuyos atributos tengan call_sid',
      needsFrom: 'Necesita una tarea cuyos atributos tengan from',
      wrongStatus: 'La reserva está en estado {status}; debe estar en {allowed}',
      uncertainStatus: 'La reserva está en estado {status}; el servicio puede rechazarlo',
      unknownPlaceholder:
        'No hay ningún valor llamado {name}. Se conocen task.sid, worker.sid, worker.friendly_name, worker.activity_sid, reservation.sid, task.attributes.… y worker.attributes.…',
      secretNotKept: 'Es secreto y nunca se guarda en un preajuste',
      personalNotKept:
        'Es el número o el nombre de una persona y nunca se guarda en un preajuste; tómelo de cada fila',
    },
  },
} as const
