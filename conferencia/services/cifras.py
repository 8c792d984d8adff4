"""Capturar cifras: con su validación, sin confundir cero con «sin dato», y corrigiendo siempre con otra versión que dice por qué.

Lo periódico se envía completo y se dictamina como cualquier entrega; lo demás se mide a una fecha y, si el indicador lo dice, da el avance.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from conferencia import reloj
from conferencia.domain.cifras import CifraInvalida, Limites, avance_de, dicha, llama_la_atencion, promedio_de, revisar_cifra
from conferencia.domain.errores import NoProcede
from conferencia.domain.estados import ABIERTOS, CERRADOS, POR_ENTREGAR, Accion, Estado
from conferencia.domain.periodos import periodo_de_clave
from conferencia.domain.trayectoria import SIEMPRE, Cambio, Vida
from conferencia.models import Archivo, ClaseEntrega, Entrega, Indicador, Institucion, Medicion, Obligacion, Oficio
from conferencia.permissions import Facultades, exigir, instituciones_que_capturan, puede_capturar_cifras, puede_disponer_plazos
from conferencia.queries.vidas import vidas
from conferencia.services.entregas import recibir
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.movimiento import OtroSeAdelanto, fijar, mover
from conferencia.services.oficios import DatosDeOficio, recibir_oficio

ANTERIORES_QUE_SE_COMPARAN = 12


@dataclass(frozen=True)
class Cifra:
    """Lo capturado de un indicador. ``valor`` nulo es «sin dato» y pide nota."""

    indicador: Indicador
    valor: Decimal | None
    nota: str = ""


class CifrasRechazadas(NoProcede):
    """No se pueden recibir. ``por_indicador``: qué falla en cada uno."""

    def __init__(self, mensaje: str, por_indicador: Mapping[UUID, str] | None = None):
        self.por_indicador = dict(por_indicador or {})
        super().__init__(mensaje)


class CifrasPorConfirmar(NoProcede):
    """Son posibles, pero llaman la atención: quien captura confirma y siguen. ``por_indicador``: por qué cada una."""

    def __init__(self, por_indicador: Mapping[UUID, str], del_periodo: str = ""):
        self.por_indicador, self.del_periodo = dict(por_indicador), del_periodo
        super().__init__("Revisa lo que llama la atención y confirma que así es.")


@dataclass(frozen=True)
class Capturado:
    """``nuevas``: lo que cambió. ``entrega``: la que se hizo, si con esto quedó completo. ``faltan``: las demás partes que aún no capturan."""

    nuevas: tuple[Medicion, ...]
    entrega: Entrega | None = None
    faltan: tuple[Institucion, ...] = field(default=())


@transaction.atomic
def registrar_cifras(
    *,
    por: Facultades,
    obligacion: Obligacion,
    institucion: Institucion,
    cifras: Sequence[Cifra],
    version: int,
    corresponde_el: date | None = None,
    confirmadas: bool = False,
    nota: str = "",
    oficio: DatosDeOficio | None = None,
    archivos: Sequence[Archivo] = (),
) -> Capturado:
    """Registra las cifras de una institución y, si la obligación es periódica y ya están todas, las envía a revisión.

    ``corresponde_el``: solo en lo no periódico. ``oficio`` y ``archivos``: con el que la institución las manda, si lo hay.
    Falla con ``CifrasRechazadas``, ``CifrasPorConfirmar``, ``OficioRechazado`` u ``OtroSeAdelanto`` sin guardar nada.
    """
    guardada = Obligacion.objects.select_for_update(of=("self",)).select_related("compromiso__disposicion__reunion").get(pk=obligacion.pk)
    _autorizar(por, guardada, institucion)
    if guardada.version != version:
        raise OtroSeAdelanto
    dia = _dia(guardada, corresponde_el)
    _revisar(guardada, cifras)
    if not confirmadas:
        _pedir_confirmacion(guardada, institucion, cifras, dia)
    de = Estado(guardada.estado)
    recibido = recibir_oficio(por=por, remitente=institucion, datos=oficio, archivos=archivos) if oficio else None
    nuevas = _guardar(por, guardada, institucion, cifras, dia, recibido)
    faltan = _sin_capturar(guardada, dia) if guardada.periodo else []
    if guardada.periodo and not faltan and de in POR_ENTREGAR:
        entrega, asiento = recibir(por, guardada, institucion, recibido, nota, reloj.ahora(), ClaseEntrega.CIFRAS)
        Medicion.objects.filter(obligacion=guardada, vigente=True, corresponde_el=dia).update(entrega=entrega)
        asentar([_asiento(guardada, institucion, nuevas, dia, {}), asiento], actor=por.usuario)
        return Capturado(nuevas, entrega)
    if not nuevas:
        raise CifrasRechazadas("No cambiaste ninguna cifra.")
    cambios = _mover_avance(guardada, dia)
    rige = dia if "avance" in cambios else None
    asentar([_asiento(guardada, institucion, nuevas, dia, cambios, rige)], actor=por.usuario)
    return Capturado(nuevas, None, tuple(faltan))


def _autorizar(por: Facultades, obligacion: Obligacion, institucion: Institucion) -> None:
    exigir(puede_capturar_cifras(por, obligacion))
    de_la_st = bool(puede_disponer_plazos(por)) and obligacion.partes.filter(institucion=institucion).exists()
    if not de_la_st and institucion.pk not in instituciones_que_capturan(por, obligacion):
        raise CifrasRechazadas(f"No puedes capturar a nombre de {institucion} en {obligacion.clave}.")
    if obligacion.estado in CERRADOS - {Estado.CUMPLIDA}:
        raise CifrasRechazadas("La obligación está exenta: ya no recibe cifras.")


def _dia(obligacion: Obligacion, corresponde_el: date | None) -> date:
    if obligacion.periodo:
        return periodo_de_clave(obligacion.periodo).fin
    if corresponde_el is None or not obligacion.nace_el <= corresponde_el <= reloj.hoy():
        raise CifrasRechazadas(f"La cifra corresponde a un día entre el {obligacion.nace_el:%d/%m/%Y} y hoy.")
    return corresponde_el


def _revisar(obligacion: Obligacion, cifras: Sequence[Cifra]) -> None:
    vigentes = {i.pk: i for i in obligacion.compromiso.indicadores.filter(vigente=True)}
    dadas = {c.indicador.pk for c in cifras}
    if not vigentes or not dadas or dadas - vigentes.keys():
        raise CifrasRechazadas("Esas cifras no son las que este compromiso pide.")
    fallas = {pk: "Escribe la cifra, o di que no hay dato y por qué." for pk in vigentes if obligacion.periodo and pk not in dadas}
    for c in cifras:
        i = c.indicador
        try:
            if c.valor is not None:
                revisar_cifra(c.valor, Limites(i.decimales, i.minimo, i.maximo))
            elif not c.nota.strip():
                fallas[i.pk] = "Explica por qué no hay dato."
        except CifraInvalida as error:
            fallas[i.pk] = str(error)
    if fallas:
        raise CifrasRechazadas("Hay cifras que corregir.", fallas)


def _pedir_confirmacion(obligacion: Obligacion, institucion: Institucion, cifras: Sequence[Cifra], dia: date) -> None:
    llaman = {}
    for c in cifras:
        previos = Medicion.objects.filter(
            indicador=c.indicador, institucion=institucion, vigente=True, valor__isnull=False, corresponde_el__lt=dia, obligacion__modo=obligacion.modo
        ).order_by("-corresponde_el")
        razon = llama_la_atencion(c.valor, [v for v in previos.values_list("valor", flat=True)[:ANTERIORES_QUE_SE_COMPARAN] if v is not None])
        if razon:
            llaman[c.indicador.pk] = razon
    antes_de_tiempo = f"El periodo aún no termina: acaba el {dia:%d/%m/%Y} y todavía puede haber casos que contar." if dia > reloj.hoy() else ""
    if llaman or antes_de_tiempo:
        raise CifrasPorConfirmar(llaman, antes_de_tiempo)


def _guardar(
    por: Facultades, obligacion: Obligacion, institucion: Institucion, cifras: Sequence[Cifra], dia: date, oficio: Oficio | None
) -> tuple[Medicion, ...]:
    vigentes = {m.indicador_id: m for m in Medicion.objects.filter(obligacion=obligacion, institucion=institucion, corresponde_el=dia, vigente=True)}
    cambian = [c for c in cifras if c.indicador.pk not in vigentes or _distinta(vigentes[c.indicador.pk], c)]
    sin_nota = {c.indicador.pk: "Ya había una cifra: escribe en la nota por qué cambia." for c in cambian if c.indicador.pk in vigentes and not c.nota.strip()}
    if sin_nota:
        raise CifrasRechazadas("Corregir una cifra pide decir por qué.", sin_nota)
    Medicion.objects.filter(pk__in=[vigentes[c.indicador.pk].pk for c in cambian if c.indicador.pk in vigentes]).update(vigente=False)
    ahora = reloj.ahora()
    nuevas = []
    for c in cambian:
        previa = vigentes.get(c.indicador.pk)
        nuevas.append(
            Medicion.objects.create(
                obligacion=obligacion,
                indicador=c.indicador,
                institucion=institucion,
                corresponde_el=dia,
                version=previa.version + 1 if previa else 1,
                valor=c.valor,
                nota=c.nota.strip(),
                entrega=previa.entrega if previa else None,
                oficio=oficio or (previa.oficio if previa else None),
                rectifica=previa,
                capturada_por_id=por.usuario,
                capturada_en=ahora,
            )
        )
    return tuple(nuevas)


def _distinta(previa: Medicion, c: Cifra) -> bool:
    return previa.valor != c.valor or (c.valor is None and previa.nota != c.nota.strip())


def _sin_capturar(obligacion: Obligacion, dia: date) -> list[Institucion]:
    """Las partes a las que les falta alguna de las cifras que el compromiso pide."""
    piden = obligacion.compromiso.indicadores.filter(vigente=True).count()
    tienen: dict[UUID, int] = defaultdict(int)
    for institucion in Medicion.objects.filter(obligacion=obligacion, corresponde_el=dia, vigente=True, indicador__vigente=True).values_list(
        "institucion", flat=True
    ):
        tienen[institucion] += 1
    return [p.institucion for p in obligacion.partes.select_related("institucion__entidad").order_by("orden") if tienen[p.institucion_id] < piden]


# --- El avance que las cifras dicen --------------------------------------------------------------------------------------


def _mover_avance(obligacion: Obligacion, dia: date) -> dict:
    """El avance a ese día; la columna guarda el que rige al final, aunque lo recién medido sea de antes."""
    if obligacion.periodo or obligacion.estado not in ABIERTOS or (avance := _avance_al(obligacion, dia)) is None:
        fijar(obligacion)
        return {}
    hechos = vidas([obligacion.pk]).get(obligacion.pk, Vida(()))
    ultimo = max((c.numero for c in hechos.cambios), default=0) + 1
    final = Vida.de([*hechos.cambios, Cambio(ultimo, dia, {"avance": avance})]).rasgos_al(SIEMPRE)
    mover(obligacion, Accion.REGISTRAR_AVANCE, avance=final.avance if final else avance)
    return {"avance": avance}


def _avance_al(obligacion: Obligacion, dia: date) -> int | None:
    """Promedio entre partes e indicadores de su última cifra a ese día; ``None`` si ninguno mide avance."""
    miden = list(obligacion.compromiso.indicadores.filter(vigente=True, mide_avance=True))
    if not miden:
        return None
    filas = Medicion.objects.filter(obligacion=obligacion, indicador__in=miden, vigente=True, valor__isnull=False, corresponde_el__lte=dia)
    ultimos = {(i, p): v for i, p, v in filas.order_by("corresponde_el").values_list("indicador", "institucion", "valor")}
    partes = obligacion.partes.values_list("institucion", flat=True)
    return promedio_de(avance_de(ultimos.get((i.pk, p)), i.meta) for i in miden for p in partes if i.meta)


def _asiento(obligacion: Obligacion, institucion: Institucion, nuevas: Sequence[Medicion], dia: date, cambios: dict, rige: date | None = None) -> Asiento:
    corrige = any(m.version > 1 for m in nuevas)
    con_oficio = next((m.oficio for m in nuevas if m.oficio), None)
    datos = {
        "institucion": institucion.clave,
        "corresponde_el": dia,
        **({"oficio": con_oficio.numero, "archivos": [x.sha256 for x in con_oficio.archivos.all()]} if con_oficio else {}),
        "cifras": [
            {
                "indicador": m.indicador.clave,
                "nombre": m.indicador.nombre,
                "valor": str(m.valor) if m.valor is not None else None,
                "dicho": dicha(m.valor),
                "version": m.version,
                "nota": m.nota,
            }
            for m in nuevas
        ],
    }
    return Asiento(
        clase="cifras.corregidas" if corrige else "cifras.registradas",
        objeto=obligacion,
        obligacion_id=obligacion.pk,
        reunion_id=obligacion.compromiso.disposicion.reunion_id,
        motivo="; ".join(m.nota for m in nuevas if m.version > 1),
        rige_el=rige,
        datos=datos,
        cambios=cambios,
    )
