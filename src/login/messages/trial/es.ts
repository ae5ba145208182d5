import type { TrialMessages } from './en.js';

/** What the pages of a trial sign-in say in Spanish. */
export const es: TrialMessages = {
  startTitle: (connection) => `Probar el inicio de sesión con ${connection}`,
  startIntroduction:
    'Es un inicio de sesión real en su organización, para saber si la conexión funciona. No crea ninguna cuenta aquí ni le abre sesión en ninguna aplicación. Al final hay un informe.',
  startOnce:
    'El enlace funciona una sola vez. El informe se ve en este navegador y lo ven quienes administran este servicio: contiene lo que su organización nos dice de usted.',
  startDraft: 'Lo que se prueba aún no está guardado.',
  startContinue: 'Iniciar sesión y ver el informe',
  openedTitle: 'Esta prueba aún no ha vuelto',
  openedSentence:
    'El inicio de sesión comenzó en este navegador y su organización aún no ha respondido. Termínelo allí. Si ya no es posible, pida un enlace nuevo.',

  reportTitle: (connection) => `Prueba de ${connection}`,
  outcomes: {
    ok: 'La conexión funciona.',
    warning: 'La conexión funciona. Algo merece atención.',
    failed: 'El inicio de sesión falló.',
    skipped: 'No se averiguó nada.',
  },
  outcomeWords: { ok: 'Bien', warning: 'Aviso', failed: 'Fallo', skipped: 'Omitido' },
  failureHeading: 'Qué salió mal',
  upstreamCode: 'Código del proveedor de identidad',
  upstreamCorrelationId: 'Su identificador de correlación',
  upstreamTraceId: 'Su identificador de seguimiento',
  stagesHeading: 'Paso a paso',
  warningsHeading: 'Qué merece atención',
  profileHeading: 'El perfil que tendría esta persona',
  profileNothing: 'De esta persona solo se sabe quién es.',
  emailVerification: '¿Está verificada la dirección de correo?',
  userTerm: 'Cuenta',
  users: {
    create: 'Un inicio de sesión crearía una cuenta.',
    recognise: 'Un inicio de sesión encontraría la cuenta que esta persona tiene aquí.',
    refuse: 'Un inicio de sesión sería rechazado.',
  },
  claimsHeading: 'Lo que dijo el proveedor de identidad',
  claimsShow: 'Mostrar las notificaciones (claims) tal como llegaron',
  issuer: 'Emisor (issuer)',
  subject: 'Sujeto (subject)',
  more: (count) => `y ${count} más`,
  readable: 'Este informe puede leerse en este navegador durante 24 horas.',

  stageNames: {
    discovery: 'Descubrimiento',
    authorize: 'Camino al proveedor de identidad',
    callback: 'Respuesta',
    token: 'Petición de tokens',
    signature: 'Firma',
    claims: 'Notificaciones',
    userinfo: 'Datos de la persona',
    graph: 'Graph',
    policy: 'Reglas de este servicio',
    profile: 'Perfil',
  },
  stageOk: {
    discovery: 'El proveedor de identidad se describió, y es el esperado.',
    authorize: 'El inicio de sesión comenzó.',
    callback: 'La respuesta volvió y pertenece a este inicio de sesión.',
    token: 'El identificador de cliente y el secreto fueron aceptados.',
    signature: 'El token de identidad está firmado por el proveedor de identidad.',
    claims: 'Las notificaciones son válidas y para esta conexión.',
    userinfo: 'Los datos de la persona se leyeron.',
    graph: 'Lo que la conexión pide a Graph se leyó.',
    policy: 'Nada aquí se opone a esta persona.',
    profile: 'Con las notificaciones se formó un perfil.',
  },
  passed: 'Esto salió bien.',
  notReached: 'No se alcanzó.',
  notUsed: 'La conexión no lo necesita o no dice nada al respecto.',

  warnings: {
    no_email:
      'No llegó ninguna dirección de correo utilizable. Las aplicaciones que la necesitan rechazarán a esta persona.',
    no_name: 'No llegó ningún nombre.',
    email_unverified: 'A las aplicaciones se les dice que la dirección de correo no está verificada.',
    email_domain_elsewhere: 'La dirección de correo no es de ninguno de los dominios de la conexión.',
    email_domain_of_another: 'El dominio de la dirección de correo pertenece a otra conexión.',
    groups_unknown: 'Los grupos de esta persona se desconocen: las aplicaciones no los reciben.',
    connection_disabled: 'La conexión está desactivada: aún nadie puede iniciar sesión con ella.',
    secret_expiring: 'El secreto de cliente caduca dentro de 30 días o menos.',
    secret_expired: 'El secreto de cliente ya debería haber caducado.',
    next_secret_used:
      'El secreto en uso fue rechazado, así que se probó el siguiente. Un inicio de sesión cambiaría a él.',
  },
  verdicts: {
    upstream: 'Sí: el proveedor de identidad responde por ella.',
    operator: 'Sí: se confía en la conexión para las direcciones de sus propios dominios.',
    no_address: 'No: no hay ninguna dirección utilizable.',
    no_evidence: 'No: nada demuestra que sea de esta persona.',
    domain_not_own: 'No: se confía en la conexión solo para sus propios dominios, y este no es ninguno de ellos.',
    domain_of_another: 'No: el dominio pertenece a otra conexión.',
  },
  advice: {
    person:
      'Quien inicia sesión puede arreglarlo. Siga la frase de arriba, pida después un enlace nuevo y vuelva a intentarlo.',
    'tenant-administrator':
      'Envíe este informe a quien administra el directorio de la organización, que es quien debe actuar.',
    operator: 'Quienes administran este servicio deben cambiar la conexión o consultar su registro.',
  },
};
