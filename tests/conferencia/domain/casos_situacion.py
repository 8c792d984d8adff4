"""La tabla de casos de la situación: la misma para la regla en Python y para la de SQL.

Cada caso: nombre, rasgos, hoy y situación que una persona cuidadosa escribiría.
"""

from datetime import date

from conferencia.domain.estados import Estado
from conferencia.domain.situacion import Rasgos, Situacion

E, S = Estado, Situacion
V = date(2022, 7, 12)  # martes: vencimiento de las designaciones de enlace
D = date

CASOS: list[tuple[str, Rasgos, date, Situacion]] = [
    ("el último día aún no vence", Rasgos(vence_el=V), V, S.POR_VENCER),
    ("al día siguiente, sin entregas", Rasgos(vence_el=V), D(2022, 7, 13), S.SIN_RESPUESTA),
    ("siete días antes ya es por vencer", Rasgos(vence_el=V), D(2022, 7, 5), S.POR_VENCER),
    ("ocho días antes está en plazo", Rasgos(vence_el=V), D(2022, 7, 4), S.EN_PLAZO),
    ("un plazo nulo jamás vence", Rasgos(), D(2099, 1, 1), S.SIN_PLAZO),
    ("un plazo nulo con avance", Rasgos(avance=40), D(2099, 1, 1), S.AVANCE_PARCIAL),
    ("avance con plazo lejano", Rasgos(vence_el=V, avance=40), D(2022, 7, 1), S.AVANCE_PARCIAL),
    ("por vencer pesa más que el avance", Rasgos(vence_el=V, avance=40), D(2022, 7, 6), S.POR_VENCER),
    ("vencida con avance y sin entregas", Rasgos(vence_el=V, avance=40), D(2022, 7, 13), S.SIN_RESPUESTA),
    ("en revisión a tiempo", Rasgos(estado=E.EN_REVISION, vence_el=V, primera_entrega_el=D(2022, 7, 8)), D(2022, 7, 8), S.EN_REVISION),
    ("en revisión pasado el plazo: la pelota es de la ST", Rasgos(estado=E.EN_REVISION, vence_el=V, primera_entrega_el=V), D(2022, 8, 1), S.EN_REVISION),
    ("por confirmar suspende todo, aun vencida", Rasgos(vence_el=V, por_confirmar=True), D(2022, 8, 1), S.RECIBIDA_POR_CONFIRMAR),
    ("cumplida el último día", Rasgos(estado=E.CUMPLIDA, vence_el=V, primera_entrega_el=V), D(2023, 1, 1), S.CUMPLIDA_A_TIEMPO),
    ("cumplida un día tarde, para siempre", Rasgos(estado=E.CUMPLIDA, vence_el=V, primera_entrega_el=D(2022, 7, 13)), D(2030, 1, 1), S.CUMPLIDA_EXTEMPORANEA),
    ("cumplida sin plazo", Rasgos(estado=E.CUMPLIDA, primera_entrega_el=D(2025, 1, 1)), D(2025, 2, 1), S.CUMPLIDA_A_TIEMPO),
    (
        "entregó a tiempo y subsanó tarde",
        Rasgos(estado=E.CUMPLIDA, vence_el=V, primera_entrega_el=V, subsano_tarde=True),
        D(2023, 1, 1),
        S.CUMPLIDA_EXTEMPORANEA,
    ),
    (
        "con observaciones dentro de su plazo, aunque ya venció",
        Rasgos(estado=E.CON_OBSERVACIONES, vence_el=V, primera_entrega_el=V, subsanar_el=D(2022, 7, 29)),
        D(2022, 7, 29),
        S.CON_OBSERVACIONES,
    ),
    (
        "con observaciones sin subsanar en su plazo",
        Rasgos(estado=E.CON_OBSERVACIONES, vence_el=D(2022, 12, 31), primera_entrega_el=V, subsanar_el=D(2022, 7, 29)),
        D(2022, 7, 30),
        S.VENCIDA,
    ),
    ("en espera de insumo", Rasgos(vence_el=D(2022, 9, 30), espera_insumo=True), D(2022, 7, 6), S.EN_ESPERA_DE_INSUMO),
    ("en espera de insumo aun vencida: se cuenta aparte", Rasgos(vence_el=V, espera_insumo=True), D(2022, 8, 1), S.EN_ESPERA_DE_INSUMO),
    ("en espera de insumo y sin plazo", Rasgos(espera_insumo=True), D(2022, 8, 1), S.EN_ESPERA_DE_INSUMO),
    ("lo entregado sin esperar el insumo se revisa", Rasgos(estado=E.EN_REVISION, espera_insumo=True, primera_entrega_el=V), V, S.EN_REVISION),
    ("respondió ajeno, aun en plazo", Rasgos(vence_el=D(2022, 12, 31), ajena=True), V, S.RESPONDIO_AJENO),
    ("respondió ajeno y venció", Rasgos(vence_el=V, ajena=True), D(2022, 8, 1), S.RESPONDIO_AJENO),
    ("vencida con una entrega previa válida", Rasgos(vence_el=V, primera_entrega_el=D(2022, 7, 8)), D(2022, 7, 13), S.VENCIDA),
    ("no aplica", Rasgos(estado=E.NO_APLICA, vence_el=V), D(2022, 8, 1), S.EXENTA_NO_APLICA),
    ("no competente", Rasgos(estado=E.NO_COMPETENTE, vence_el=V), D(2022, 8, 1), S.EXENTA_NO_COMPETENTE),
    ("sin efecto", Rasgos(estado=E.SIN_EFECTO, vence_el=V, por_confirmar=True), D(2022, 8, 1), S.EXENTA_SIN_EFECTO),
    ("permanente recién nacida y sin cadencia", Rasgos(permanente=True), D(2022, 7, 6), S.EN_PLAZO),
    ("permanente ratificada y sin cadencia", Rasgos(permanente=True, ratificada_el=V), D(2025, 1, 1), S.PERMANENTE_AL_DIA),
    ("permanente al día en su último día", Rasgos(permanente=True, ratificada_el=V, ratificar_el=D(2022, 10, 12)), D(2022, 10, 12), S.PERMANENTE_AL_DIA),
    ("permanente con evidencia vencida", Rasgos(permanente=True, ratificada_el=V, ratificar_el=D(2022, 10, 12)), D(2022, 10, 13), S.PERMANENTE_SIN_RATIFICAR),
    ("permanente con cadencia y sin evidencia", Rasgos(permanente=True, ratificar_el=D(2022, 10, 5)), D(2022, 10, 6), S.PERMANENTE_SIN_RATIFICAR),
    ("permanente en revisión", Rasgos(permanente=True, estado=E.EN_REVISION, primera_entrega_el=V), V, S.EN_REVISION),
    ("permanente que respondió ajeno", Rasgos(permanente=True, ajena=True), V, S.RESPONDIO_AJENO),
    (
        "permanente observada y no subsanada",
        Rasgos(permanente=True, estado=E.CON_OBSERVACIONES, subsanar_el=V),
        D(2022, 7, 13),
        S.PERMANENTE_SIN_RATIFICAR,
    ),
]
