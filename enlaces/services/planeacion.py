"""Planear los avisos de un día en una sola instrucción: un correo por persona con lo suyo, una sola vez pase lo que pase."""

from datetime import date, time

from django.db import connection, transaction

from conferencia import reloj
from enlaces.models import Aviso, EstadoAviso, Regla, RenglonDeAviso
from enlaces.queries.debidos import DE_CONJUNTO, DE_PLAZOS, Consulta, debidos
from enlaces.services import reglas
from enlaces.services.registro import dominio

SIN_DESTINATARIO = "La institución no tiene enlace vigente ni correo oficial: nadie recibió este aviso."
YA_NO = "No salió a tiempo: lo sustituye el resumen del día siguiente."
HORA = time(8)

# De cada persona, un grupo por correo: el del resumen, o uno por obligación si prefiere sueltos los urgentes. Quien no tiene a quién escribir
# queda dicho. La clave y el Message-ID salen igual que en ``domain.reglas``. Lo que ya existe y sigue en cola recibe lo que le falte.
_PLANEAR = """
WITH {debidos},
agrupados AS MATERIALIZED (
    SELECT d.*, CASE WHEN d.inmediato AND f.modalidad = 'individual' THEN ':' || d.obligacion ELSE '' END AS suelto
      FROM debidos d LEFT JOIN enlaces_preferenciadeavisos f ON f.usuario_id = d.usuario
),
grupos AS (SELECT DISTINCT buzon, suelto, correo, institucion, usuario FROM agrupados),
correos AS MATERIALIZED (
    SELECT g.buzon, g.suelto, g.correo, (array_agg(g.usuario) FILTER (WHERE g.usuario IS NOT NULL))[1] AS usuario,
           CASE WHEN count(DISTINCT g.institucion) = 1 THEN (array_agg(g.institucion))[1] END AS institucion,
           min((%s::date + coalesce(f.hora, %s)) AT TIME ZONE coalesce(e.huso, 'America/Mexico_City')) AS sale,
           CASE g.suelto WHEN '' THEN 'resumen' ELSE 'recordatorio' END AS regla,
           CASE g.suelto WHEN '' THEN 'resumen' ELSE 'recordatorio' END || ':' || %s || ':' || left(encode(sha256(convert_to(
               CASE g.correo WHEN '' THEN 'nadie:' || (array_agg(g.institucion))[1] ELSE g.correo END, 'UTF8')), 'hex'), 24) || g.suelto AS clave
      FROM grupos g
      JOIN conferencia_institucion i ON i.id = g.institucion
      LEFT JOIN conferencia_entidadfederativa e ON e.id = i.entidad_id
      LEFT JOIN enlaces_preferenciadeavisos f ON f.usuario_id = g.usuario
     GROUP BY g.buzon, g.suelto, g.correo
),
nuevos AS (
    INSERT INTO enlaces_aviso (clave, regla, correo, usuario_id, institucion_id, para_el, message_id, estado, motivo, planeado_en, sale_desde,
                               asunto, cuerpo_texto, cuerpo_html, intentos)
    SELECT clave, regla, correo, usuario, institucion, %s, '<aviso.' || left(encode(sha256(convert_to(clave, 'UTF8')), 'hex'), 40) || '@' || %s || '>',
           CASE correo WHEN '' THEN 'suprimido' ELSE 'planeado' END, CASE correo WHEN '' THEN %s ELSE '' END, %s, sale, '', '', '', 0
      FROM correos ORDER BY clave
        ON CONFLICT (clave) DO NOTHING
    RETURNING id, clave
),
vivos AS (
    SELECT c.buzon, c.suelto, a.id
      FROM correos c
      JOIN (SELECT id, clave FROM nuevos UNION ALL SELECT id, clave FROM enlaces_aviso WHERE estado = 'planeado') a ON a.clave = c.clave
     WHERE c.correo <> ''
),
renglones AS (
    INSERT INTO enlaces_renglondeaviso (aviso_id, obligacion_id, institucion_id, regla_id, correo, motivo, vence_el, vigente)
    SELECT v.id, d.obligacion, d.institucion, d.regla, d.correo, d.motivo, d.fecha, true
      FROM agrupados d JOIN vivos v USING (buzon, suelto)
        ON CONFLICT DO NOTHING
),
tareas AS (
    INSERT INTO enlaces_tareaderequerimiento (obligacion_id, institucion_id, vence_el, creada_el, avisos, nota)
    SELECT obligacion, institucion, fecha, %s, cuantos, '' FROM elegidas WHERE papel = 'secretaria'
        ON CONFLICT DO NOTHING
)
SELECT id FROM nuevos
"""


@transaction.atomic
def planear(dia: date) -> list[Aviso]:
    """Deja en cola lo que toca ese día y da los avisos que nacieron ahora. Repetirlo, o hacerlo dos a la vez, no agrega nada."""
    reglas.asegurar()
    consulta = debidos(dia, max(dia, reloj.hoy()))
    if consulta is None:
        return []
    _sustituir(dia)
    with connection.cursor() as cursor:
        cursor.execute(DE_CONJUNTO)
        cursor.execute(_PLANEAR.format(debidos=consulta.sql), _parametros(dia, consulta))
        ids = [fila[0] for fila in cursor.fetchall()]
    return list(Aviso.objects.filter(pk__in=ids).order_by("clave"))


def _parametros(dia: date, consulta: Consulta) -> list:
    return [*consulta.parametros, dia, HORA, dia.isoformat(), dia, dominio(), SIN_DESTINATARIO, reloj.ahora(), dia]


def _sustituir(dia: date) -> None:
    """Lo de días anteriores que nadie alcanzó a enviar ya no sale: hoy se dice lo que hoy es cierto."""
    viejos = Aviso.objects.filter(regla__in=DE_PLAZOS, estado=EstadoAviso.PLANEADO, para_el__lt=dia)
    callar(viejos.values_list("pk", flat=True), YA_NO)


def callar(avisos, motivo: str) -> int:
    """Suprime esos avisos, con su razón; lo que llevaban deja de contar como dicho."""
    ids = list(avisos)
    RenglonDeAviso.objects.filter(aviso__in=ids).update(vigente=False)
    return Aviso.objects.filter(pk__in=ids).update(estado=EstadoAviso.SUPRIMIDO, motivo=motivo[:300], arrendado_hasta=None)


def adelantar(dia: date) -> None:
    """Lo planeado para ese día deja de esperar su hora: alguien pidió mandarlo ya."""
    a_su_hora = (*DE_PLAZOS, Regla.SECRETARIA, Regla.SEMANAL, Regla.TURNO_PENDIENTE)
    Aviso.objects.filter(regla__in=a_su_hora, para_el=dia, estado=EstadoAviso.PLANEADO).update(sale_desde=None)
