"""Publicar un acta en tres pasadas: compromisos; ``complementa`` e insumos; obligaciones. Todo o nada.

Cada disposición la da de alta su fuente (``conferencia.fuentes``). Cada nacimiento es un hecho, que rige desde la fecha del acto.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db import transaction

from conferencia import reloj
from conferencia.domain.captura import ACEPTADO, por_confirmar, revisar, vigentes
from conferencia.domain.designaciones import designa_enlace
from conferencia.domain.hechos import canonico
from conferencia.domain.identidad import impedimento
from conferencia.domain.insumos import Pieza, insumos_de
from conferencia.fuentes import fuente_de
from conferencia.models import Acta, Compromiso, Disposicion, EstadoActa, Obligacion, Parrafo, Referencia
from conferencia.permissions import Facultades, exigir, puede_capturar_actas
from conferencia.services.captura import ActaCambiada
from conferencia.services.catalogos import catalogo_de_denominaciones
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.obligaciones import PorNacer, nacimiento, nacimientos, obligaciones_de
from conferencia.services.responsables import instituciones_por_clave, nombrar


@dataclass
class Publicacion:
    """Qué quedó publicado. ``nueva`` es falso si el acta ya lo estaba y no se hizo nada."""

    clave: str
    disposiciones: int
    compromisos: int
    obligaciones: int
    nueva: bool
    avisos: list[str] = field(default_factory=list)


class FaltaConfirmar(Exception):
    """Hay compromisos que nadie ha aceptado ni descartado."""

    def __init__(self, cuantos: int):
        self.cuantos = cuantos
        faltan = "Falta 1 compromiso" if cuantos == 1 else f"Faltan {cuantos} compromisos"
        super().__init__(f"{faltan} por confirmar. Acéptalos o descártalos, o publica aceptando todo lo que falta.")


class FaltaIdentificar(Exception):
    """No se sabe de qué órgano es el acta: con otro, las claves y los obligados serían otros, y publicar los congela."""

    def __init__(self, porque: str):
        super().__init__(f"Falta decir de qué reunión es. {porque}")


@transaction.atomic
def publicar(*, por: Facultades, acta: Acta, confirmar_todo: bool = False, version: int | None = None, avisar: bool | None = None) -> Publicacion:
    """Publica lo confirmado. ``confirmar_todo`` acepta lo que falte; ``version``, la que vio quien publica. Repetirlo no hace nada.

    ``avisar``: si se le escribe a quien le toca algo; sin decirlo, solo cuando publica una persona. El hecho lo dice.

    Falla con ``FaltaIdentificar``, ``FaltaConfirmar``, ``ActaCambiada``, ``ClaseSinFuente`` o ``RepartoImposible`` sin dejar rastro.
    """
    exigir(puede_capturar_actas(por))
    acta = Acta.objects.select_for_update(of=("self",)).select_related("reunion__zona", "archivo").get(pk=acta.pk)
    if acta.estado == EstadoActa.PUBLICADA:
        return _resumen(acta, nueva=False, avisos=[])
    if version not in (None, acta.version):
        raise ActaCambiada
    if porque := impedimento(acta.lectura):
        raise FaltaIdentificar(porque)
    faltaban = _confirmar(acta, todo=confirmar_todo)
    avisos: list[str] = []
    compromisos = _primera_pasada(acta, avisos)
    _segunda_pasada(acta, compromisos)
    obligaciones = _tercera_pasada(acta, avisos)
    acta.estado, acta.publicada_en = EstadoActa.PUBLICADA, reloj.ahora()
    acta.save(update_fields=["estado", "publicada_en", "lectura"])
    publicada = {"aceptados_al_publicar": faltaban, "avisar": por.usuario is not None if avisar is None else avisar}
    asentar(_hechos(acta, list(compromisos.values()), obligaciones, publicada), actor=por.usuario)
    return _resumen(acta, nueva=True, avisos=avisos)


def _confirmar(acta: Acta, *, todo: bool) -> list[str]:
    """Los que faltaban por confirmar, ya aceptados; ``FaltaConfirmar`` si nadie dijo que se aceptaran todos."""
    faltan = por_confirmar(acta.lectura)
    if faltan and not todo:
        raise FaltaConfirmar(len(faltan))
    acta.lectura = revisar(acta.lectura, faltan, ACEPTADO)
    return faltan


def _resumen(acta: Acta, *, nueva: bool, avisos: list[str]) -> Publicacion:
    compromisos = Compromiso.objects.filter(disposicion__acta=acta)
    obligaciones = Obligacion.objects.filter(compromiso__disposicion__acta=acta)
    return Publicacion(acta.reunion.clave, acta.disposiciones.count(), compromisos.count(), obligaciones.count(), nueva, avisos)


# --- 1. Disposiciones y compromisos ----------------------------------------------------------------------------------

PorId = dict[str, Compromiso]  # por el ``id`` que ``domain.captura`` le dio en la lectura


def _primera_pasada(acta: Acta, avisos: list[str]) -> PorId:
    catalogo = catalogo_de_denominaciones()
    instituciones = instituciones_por_clave()
    compromisos: PorId = {}
    for leida in acta.lectura["disposiciones"]:
        clave = f"{acta.reunion.clave}/{leida['clase'][0].upper()}{leida['numero']}"
        disposicion = fuente_de(leida["clase"])(acta=acta, clave=clave, leida=leida)
        parrafos = Parrafo.objects.bulk_create(Parrafo(disposicion=disposicion, numero=n, texto=texto) for n, texto in enumerate(leida["parrafos"], start=1))
        for orden, leido in enumerate(vigentes(leida), start=1):
            compromiso = _compromiso(disposicion, parrafos[leido["parrafo"] - 1], orden, leido)
            nombrados = nombrar(compromiso, leido["responsables"], catalogo, instituciones)
            avisos += [f"{compromiso.clave}: responsable sin resolver «{r.texto}» ({r.duda})" for r in nombrados if r.duda]
            compromisos[leido["id"]] = compromiso
    return compromisos


def _fecha(texto: str | None) -> date | None:
    return date.fromisoformat(texto) if texto else None


def _compromiso(disposicion: Disposicion, parrafo: Parrafo, orden: int, leido: dict) -> Compromiso:
    plazo = leido["plazo"]
    return Compromiso.objects.create(
        clave=f"{disposicion.clave}.{orden}",
        disposicion_id=disposicion.pk,
        orden=orden,
        parrafo=parrafo,
        cita_inicio=leido["texto"]["inicio"],
        cita_fin=leido["texto"]["fin"],
        accion=leido["accion"],
        naturaleza=leido["naturaleza"],
        designa=leido["naturaleza"] == "obligacion" and designa_enlace(leido["accion"]),
        modo=leido["modo"],
        entregable=leido["entregable"] or "",
        plazo_clase=plazo["clase"],
        plazo_inicio=_fecha(plazo["inicio"]),
        plazo_vence=_fecha(plazo["vence"]),
        plazo_periodicidad=plazo["periodicidad"] or "",
        plazo_cantidad=plazo.get("cantidad"),
        plazo_unidad=plazo.get("unidad") or "",
        plazo_evento=plazo.get("evento") or "",
        plazo_texto=plazo["texto"],
        plazo_explicacion=plazo["explicacion"],
        avisos=leido["avisos"],
    )


# --- 2. Lo que une: complementos, insumos y referencias --------------------------------------------------------------


def _segunda_pasada(acta: Acta, compromisos: PorId) -> None:
    disposiciones = {(d.clase, d.numero): d for d in acta.disposiciones.all()}
    con_compromiso = {(d["clase"], d["numero"], c["parrafo"]) for d in acta.lectura["disposiciones"] for c in vigentes(d)}
    for leida in acta.lectura["disposiciones"]:
        origen = disposiciones[leida["clase"], leida["numero"]]
        for leido in vigentes(leida):
            _completa(compromisos[leido["id"]], leido["complementa"], compromisos)
        _insumos([compromisos[leido["id"]] for leido in vigentes(leida)])
        Referencia.objects.bulk_create(_referencia(origen, leida_ref, disposiciones, con_compromiso) for leida_ref in leida["referencias"])


def _completa(compromiso: Compromiso, dicho: dict | None, compromisos: PorId) -> None:
    if dicho and (destino := compromisos.get(dicho["id"])):
        compromiso.complementa = destino
        compromiso.save(update_fields=["complementa"])


def _insumos(compromisos: list[Compromiso]) -> None:
    piezas = [
        Pieza(i, c.entregable, c.accion, frozenset(r.tipo or str(r.institucion_id) for r in c.responsables.all()))
        for i, c in enumerate(compromisos)
        if c.naturaleza == "obligacion"
    ]
    for producto, insumo in insumos_de(piezas):
        compromisos[producto].insumos.add(compromisos[insumo])


def _referencia(origen: Disposicion, leida: dict, disposiciones: dict, con_compromiso: set) -> Referencia:
    """Conserva lo que el texto dice; apunta a donde una persona lo corrigió o, si no, a donde dice, con su duda."""
    corregida = leida.get("corregida")
    apunta = corregida or leida
    destino = disposiciones.get((apunta["clase"], apunta["numero"]))
    return Referencia(
        origen_id=origen.pk,
        texto=leida["texto"],
        clase=leida["clase"],
        numero=leida["numero"],
        parrafo=leida["parrafo"],
        destino_id=destino.pk if destino and destino.pk != origen.pk else None,
        destino_parrafo=apunta["parrafo"],
        duda="" if corregida else _duda(leida, destino, con_compromiso),
    )


def _duda(leida: dict, destino: Disposicion | None, con_compromiso: set) -> str:
    if destino is None:
        return "el acta no tiene esa disposición"
    if leida["parrafo"] and (leida["clase"], leida["numero"], leida["parrafo"]) not in con_compromiso:
        otros = sorted(p for clase, numero, p in con_compromiso if (clase, numero) == (leida["clase"], leida["numero"]))
        return f"en el párrafo {leida['parrafo']} no se compromete nada; sí en el {' y el '.join(map(str, otros))}" if otros else "no compromete nada"
    return "el lector no está seguro de a qué párrafo remite" if leida["dudosa"] else ""


# --- 3. Obligaciones --------------------------------------------------------------------------------------------------


def _tercera_pasada(acta: Acta, avisos: list[str]) -> list[Obligacion]:
    compromisos = (
        Compromiso.objects.filter(disposicion__acta=acta, naturaleza="obligacion", complementa__isnull=True)
        .select_related("disposicion__reunion")
        .prefetch_related("responsables__institucion", "complementos", "insumos")
        .order_by("disposicion__clase", "disposicion__numero", "orden")
    )
    por_nacer: list[PorNacer] = []
    for compromiso in compromisos:
        nuevas = obligaciones_de(compromiso, hasta=reloj.hoy())
        if not nuevas:
            avisos.append(f"{compromiso.clave}: no nació ninguna obligación porque no se reconoció a ningún responsable")
        por_nacer += nuevas
    return nacimientos(por_nacer)


def _hechos(acta: Acta, compromisos: list[Compromiso], obligaciones: list[Obligacion], al_publicar: dict) -> list[Asiento]:
    reunion, rige = acta.reunion, acta.reunion.fecha
    publicada = Asiento(
        clase="acta.publicada",
        objeto=acta,
        reunion_id=reunion.pk,
        de=EstadoActa.LEIDA,
        a=EstadoActa.PUBLICADA,
        rige_el=rige,
        datos={
            "sha256": acta.archivo.sha256,
            "lectura_sha256": sha256(canonico(acta.lectura).encode()).hexdigest(),
            "compromisos": len(compromisos),
            "obligaciones": len(obligaciones),
            **al_publicar,
        },
    )
    de_compromisos = [
        Asiento(clase="compromiso.confirmado", objeto=c, reunion_id=reunion.pk, rige_el=rige, datos={"clave": c.clave, "cita": c.cita}) for c in compromisos
    ]
    return [publicada, *de_compromisos, *(nacimiento(o, reunion.pk) for o in obligaciones)]
