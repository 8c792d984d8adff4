"""La tabla de casos de la escalera. La prueban el dominio y la misma regla escrita en SQL.

``dia``: el día en que se pregunta; ``desde``: el último ya planeado (por omisión, la víspera). ``enviado``: (primero, último) correo que ya salió
después de vencer. ``espera``: a quién se le avisa y por qué peldaño, en orden.
"""

from dataclasses import dataclass, field
from datetime import date

from conferencia.domain.estados import Estado
from conferencia.domain.situacion import Rasgos

VENCE = date(2022, 7, 12)  # martes
PENDIENTE = Rasgos(vence_el=VENCE)


def d(texto: str) -> date:
    return date.fromisoformat(f"2022-{texto}") if len(texto) == 5 else date.fromisoformat(texto)


@dataclass(frozen=True)
class Caso:
    nombre: str
    dia: date
    espera: list[tuple[str, str]]
    rasgos: Rasgos = PENDIENTE
    desde: date | None = None
    enviado: tuple[date, date] | None = None
    periodicidad: str = ""
    ratificar_cada: int | None = None
    otra: date | None = None  # de lo periódico, el plazo de otra vuelta que también se debe
    inhabiles: frozenset[date] = field(default_factory=frozenset)


def caso(nombre: str, dia: str, *espera: str, papel: str = "enlace", **opciones) -> Caso:
    return Caso(nombre, d(dia), [(papel, clave) for clave in espera], **opciones)


NADIE_HA_CONTESTADO = (d("07-13"), d("07-18"))
OBSERVADA = Rasgos(estado=Estado.CON_OBSERVACIONES, vence_el=VENCE, subsanar_el=d("07-20"), primera_entrega_el=d("07-06"))
EN_SABADO = Rasgos(vence_el=d("12-31"))
MENSUAL = {"periodicidad": "mensual"}
ATRASADA = Rasgos(vence_el=d("08-12"))
PERMANENTE = Rasgos(permanente=True, ratificada_el=d("06-12"), ratificar_el=VENCE)
ESCALADO = [("secretaria", "d+15"), ("titular", "d+15")]

CASOS = [
    caso("ocho días antes, nada", "07-04"),
    caso("siete días antes", "07-05", "d-7"),
    caso("entre peldaños, nada", "07-06"),
    caso("la víspera", "07-11", "d-1"),
    caso("el mismo día", "07-12", "d-0"),
    caso("el día siguiente", "07-13", "d+1"),
    caso("al otro día, nada", "07-14", enviado=(d("07-13"), d("07-13"))),
    caso("el lunes", "07-18", "lunes 2022-07-18", enviado=(d("07-13"), d("07-13"))),
    caso("el martes ya no", "07-19", enviado=(d("07-13"), d("07-18"))),
    caso("en sábado no se avisa", "07-16", desde=d("07-08")),
    caso("lo que vence en sábado se avisa el viernes", "12-30", "d-0", rasgos=EN_SABADO),
    caso("y su D-7, el viernes anterior", "12-23", "d-7", rasgos=EN_SABADO),
    caso("y su D+1, el lunes", "2023-01-02", "d+1", rasgos=EN_SABADO),
    caso("el previo que cae en inhábil se adelanta", "09-15", "d-7", rasgos=Rasgos(vence_el=d("09-23")), inhabiles=frozenset({d("09-16")})),
    caso("en el inhábil, nada", "09-16", rasgos=Rasgos(vence_el=d("09-23")), inhabiles=frozenset({d("09-16")})),
    caso("de un lunes inhábil, el martes", "11-22", "lunes 2022-11-21", rasgos=Rasgos(vence_el=d("11-09")), inhabiles=frozenset({d("11-21")})),
    caso("tras días apagado, el más reciente", "07-12", "d-0", desde=d("07-04")),
    caso("tras días apagado y ya vencida, el siguiente", "07-14", "d+1", desde=d("07-08")),
    caso("apagado hasta el lunes: es el primero, no el semanal", "07-18", "d+1", desde=d("07-08")),
    caso("apagado el lunes, sale el martes", "07-19", "lunes 2022-07-18", desde=d("07-15"), enviado=(d("07-13"), d("07-13"))),
    caso("lo que vence tras un día apagado ya no se anuncia como previo", "07-07", "d-7", desde=d("07-04")),
    caso("vencida hace mucho sin aviso alguno espera al lunes", "08-10"),
    caso("y el lunes se avisa", "08-08", "lunes 2022-08-08"),
    # El escalamiento cuenta desde el primer correo que salió, no desde hoy menos el vencimiento.
    Caso("a los quince días, al titular y a la Secretaría Técnica", d("07-27"), ESCALADO, enviado=NADIE_HA_CONTESTADO),
    caso("un día antes, todavía no", "07-26", enviado=NADIE_HA_CONTESTADO),
    caso("si nada le había salido al enlace, no se le acusa con nadie", "07-27"),
    caso("si el primero salió tarde, se cuenta desde ese", "07-29", enviado=(d("07-18"), d("07-18"))),
    Caso(
        "y se escala el lunes, junto con el semanal",
        d("08-01"),
        [("enlace", "lunes 2022-08-01"), *ESCALADO],
        enviado=(d("07-18"), d("07-25")),
    ),
    # Lo periódico no se insiste más seguido de lo que se repite.
    caso("mensual: siete días antes", "08-05", "d-7", rasgos=ATRASADA, **MENSUAL),
    caso("mensual: la víspera no", "08-11", rasgos=ATRASADA, **MENSUAL),
    caso("mensual: el mismo día", "08-12", "d-0", rasgos=ATRASADA, **MENSUAL),
    caso("mensual: el día siguiente hábil", "08-15", "d+1", rasgos=ATRASADA, **MENSUAL),
    caso("mensual: el lunes siguiente no ha pasado un mes", "08-22", rasgos=ATRASADA, enviado=(d("08-15"), d("08-15")), **MENSUAL),
    Caso(
        "mensual: el primer lunes pasado el mes",
        d("09-19"),
        [("enlace", "lunes 2022-09-19"), *ESCALADO],
        rasgos=ATRASADA,
        enviado=(d("08-15"), d("08-15")),
        **MENSUAL,
    ),
    Caso(
        "mensual: al vencer otra vuelta, la vieja va en el mismo correo aunque no sea lunes",
        d("09-16"),
        [("enlace", "lunes 2022-09-12"), *ESCALADO],
        rasgos=ATRASADA,
        enviado=(d("08-15"), d("08-15")),
        otra=d("09-15"),
        **MENSUAL,
    ),
    Caso(
        "mensual: y va aunque falte un día para el mes",
        d("09-14"),
        [("enlace", "lunes 2022-09-12"), *ESCALADO],
        rasgos=ATRASADA,
        enviado=(d("08-16"), d("08-16")),
        otra=d("09-13"),
        **MENSUAL,
    ),
    caso(
        "mensual: si en esa semana ya se recordó la vieja, no se repite",
        "09-14",
        rasgos=Rasgos(vence_el=d("09-09")),
        enviado=(d("09-12"), d("09-12")),
        otra=d("09-13"),
        **MENSUAL,
    ),
    caso("mensual: si la otra aún no vence, no", "09-14", rasgos=Rasgos(vence_el=d("09-09")), enviado=(d("09-01"), d("09-01")), otra=d("09-15"), **MENSUAL),
    caso("semanal: siete días antes es la vuelta anterior", "07-05", periodicidad="semanal"),
    caso("semanal: el mismo día", "07-12", "d-0", periodicidad="semanal"),
    # Lo permanente pide ratificarse.
    caso("permanente: siete días antes de que caduque su evidencia", "07-05", "d-7", rasgos=PERMANENTE, ratificar_cada=6),
    caso("permanente: al caducar", "07-13", "d+1", rasgos=PERMANENTE, ratificar_cada=6),
    caso("permanente: no cada lunes", "07-18", rasgos=PERMANENTE, ratificar_cada=6, enviado=(d("07-13"), d("07-13"))),
    caso("permanente sin cadencia: nada", "07-12", rasgos=Rasgos(permanente=True)),
    # A quien no le toca actuar no se le recuerda nada.
    caso("sin plazo", "07-12", rasgos=Rasgos()),
    caso("espera un insumo", "07-12", rasgos=Rasgos(vence_el=VENCE, espera_insumo=True)),
    caso("en revisión", "07-12", rasgos=Rasgos(vence_el=VENCE, estado=Estado.EN_REVISION)),
    caso("recibida por confirmar", "07-12", rasgos=Rasgos(vence_el=VENCE, por_confirmar=True)),
    caso("cumplida", "07-12", rasgos=Rasgos(vence_el=VENCE, estado=Estado.CUMPLIDA, primera_entrega_el=d("07-06"))),
    caso("no aplica", "07-12", rasgos=Rasgos(vence_el=VENCE, estado=Estado.NO_APLICA)),
    caso("no competente", "07-12", rasgos=Rasgos(vence_el=VENCE, estado=Estado.NO_COMPETENTE)),
    caso("sin efecto", "07-12", rasgos=Rasgos(vence_el=VENCE, estado=Estado.SIN_EFECTO)),
    caso("lo rechazado por ajeno se sigue recordando", "07-13", "d+1", rasgos=Rasgos(vence_el=VENCE, ajena=True)),
    caso("con observaciones manda el plazo para subsanar", "07-13", "d-7", rasgos=OBSERVADA),
    caso("vencido el plazo para subsanar", "07-21", "d+1", rasgos=OBSERVADA),
    caso("observada y en espera de insumo, dentro del plazo", "07-20", "d-0", rasgos=Rasgos(**(vars(OBSERVADA) | {"espera_insumo": True}))),
    caso("suspendida no se apremia", "07-12", rasgos=Rasgos(vence_el=VENCE, detenida_el=d("07-10"))),
    caso("la que se suspenderá después, sí", "07-12", "d-0", rasgos=Rasgos(vence_el=VENCE, detenida_el=d("07-13"))),
]
