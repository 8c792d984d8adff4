# ruff: noqa: E501 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Lee los compromisos de un párrafo: acción, cita, responsables y plazo."""

from __future__ import annotations

import re
from bisect import bisect_left

from .acciones import Accion, derivadas, partir_infinitivos
from .borradores import Borrador, Cabecera, Clausula, Contexto
from .clausulas import agente_de, armar_clausulas, elegir_nucleos, es_activo, partes_de
from .entregables import hallar_entregable
from .fechas import preparar
from .limpieza import abre_lista
from .modelo import PlazoLeido, Tramo
from .nucleos import Nucleo, hallar_nucleos, sin_conectores
from .oraciones import partir_oraciones
from .plazos import hallar_plazos, tapar
from .redaccion import redactar, sin_conjuncion, sin_tramos
from .relatos import Narrador
from .reparto import COMPARTIBLES, compartir_final, fundir_remisiones, retroceder
from .sujetos import es_institucion, separar
from .verbos import INFINITIVO, de_sustantivo, infinitivo

_VINETA = re.compile(r"\s*(?:[-•·▪◦*–]|\(?[a-zA-ZñÑ]\)|\(?[ivxIVX]{1,5}[.)]|\(?\d{1,2}(?:\.\d{1,2})*\s?[.)-]+)\s*")
_CON_NOMBRE = re.compile(r"(?P<quien>(?:(?:a\s+)?(?:el|la|los|las|al)\s+)?[^:.;#]{3,120}?)\s*:\s*(?=[a-z#])")
_ANUNCIO = re.compile(
    r"(?:(?:realizar|llevar\s+a\s+cabo|efectuar|cumplir|atender|ejecutar)\s+)?(?:a\s+cabo\s+|con\s+)?(?:lo|l[oa]s)\s+siguientes?(?:\s+[a-z]+)?\s*:?"
)

_DECLARA = re.compile(
    r"(?P<quien>(?:los|las|el|la)\s[^,;.:#]{4,200}?)\s*,?\s+(?:reconocen?|expresan?|consideran?|manifiestan?|senalan?|coinciden?|destacan?|estiman?|advierten?|resaltan?|valoran?)\b"
)
_MEMORIA = 6000


class LectorDeParrafo:
    """Lee un párrafo con el contexto de su disposición. No guarda nada entre párrafos salvo en ``contexto``."""

    def __init__(self, texto: str, numero: int, contexto: Contexto) -> None:
        self.texto, self.numero, self.contexto = texto, numero, contexto
        self.plazos = hallar_plazos(texto, contexto.acto)
        tramos = [(p.tramo.inicio, p.tramo.fin) for p in self.plazos if p.tramo]
        self.plano = tapar(preparar(texto), tramos)
        self.tramos = tramos
        self.inicios = [a for a, _ in tramos]
        self.plano_verbos = sin_conectores(self.plano)
        self.plano_nominal = self._con_adjetivos_tapados()
        self.narrador = Narrador(texto, self.plano, tramos)

    def _plazos_entre(self, desde: int, hasta: int) -> list[PlazoLeido]:
        """Los que empiezan ahí. Vienen en orden: buscarlos uno por uno en cada acción hacía cuadrático un párrafo enorme."""
        sin_tramo = len(self.plazos) - len(self.inicios)
        return self.plazos[sin_tramo + bisect_left(self.inicios, desde) : sin_tramo + bisect_left(self.inicios, hasta)]

    def leer(self) -> list[Borrador]:
        """Los borradores del párrafo, en orden; prepara en ``contexto`` lo que heredan los siguientes."""
        inciso = self.contexto.cabecera is not None and (abre_lista(self.texto) or self.numero == 1)
        if not inciso:
            self.contexto.cabecera = None
        borradores: list[Borrador] = []
        for i, oracion in enumerate(partir_oraciones(self.texto)):
            borradores += self._oracion(oracion, i == 0, inciso)
        borradores = fundir_remisiones(borradores)
        if inciso and not borradores:
            borradores = self._inciso_nominal()
        declara = None if borradores else _DECLARA.match(self.plano)
        if declara and es_institucion(self.texto[: declara.end("quien")]):
            self.contexto.sujeto = separar(self.texto[: declara.end("quien")])
        self._preparar_cabecera(borradores)
        self.contexto.previo = f"{self.contexto.previo} {self.texto}"[-_MEMORIA:]
        return borradores

    def _oracion(self, oracion: Tramo, primera: bool, inciso: bool) -> list[Borrador]:
        nucleos = hallar_nucleos(self.texto, self.plano_verbos, oracion.inicio, oracion.fin)
        if primera:
            nucleos = self._con_arranque(oracion, nucleos, inciso)
        elegidos = elegir_nucleos(self.plano, nucleos, oracion.fin, self._plazos_entre(oracion.inicio, oracion.fin))
        clausulas = armar_clausulas(self.texto, self.plano, oracion.inicio, oracion.fin, elegidos, self.contexto)
        borradores: list[Borrador] = []
        series: list[tuple[Clausula, list[Borrador]]] = []
        for clausula in clausulas:
            self._acciones(clausula)
            nuevos = self._borradores(clausula, inciso)
            self._repartir_plazos(clausula, nuevos, borradores)
            series.append((clausula, [b for b, _ in nuevos]))
            borradores += series[-1][1]
        compartir_final(self.texto, series)
        return borradores

    def _con_arranque(self, oracion: Tramo, nucleos: list[Nucleo], inciso: bool) -> list[Nucleo]:
        """Un infinitivo que abre el párrafo («a) Remitir…», «Remitir…») manda por sí mismo."""
        vineta = _VINETA.match(self.plano) if inciso or abre_lista(self.texto) else None
        desde = vineta.end() if vineta else 0
        relleno = re.compile(r"(?:[#\s,]|[a-z]{3,30}mente\s)*+").match(self.plano, desde)
        arranque = relleno.end() if relleno else desde
        m = re.compile(INFINITIVO).match(self.plano, arranque)
        nombrado = _CON_NOMBRE.match(self.plano, desde)
        if not m and nombrado and es_institucion(self.texto[nombrado.start("quien") : nombrado.end("quien")]):
            m = re.compile(INFINITIVO).match(self.plano, nombrado.end())
            if m and infinitivo(m.group()):
                quien = (nombrado.start("quien"), nombrado.end("quien"))
                return [Nucleo(desde, m.start(), "infinitivo", destino=quien, fuerza="inciso"), *[n for n in nucleos if n.inicio > m.end()]]
        if m and infinitivo(m.group()) and m.end() <= oracion.fin:
            return [Nucleo(arranque, arranque, "infinitivo", fuerza="inciso"), *[n for n in nucleos if n.inicio > m.end()]]
        return nucleos

    def _acciones(self, c: Clausula) -> None:
        n = c.nucleo
        if n.tipo == "infinitivo":
            con_a = n.fuerza in {"compromete", "instruye"}
            c.acciones = partir_infinitivos(self.plano, n.cuerpo, c.fin, con_a)
        elif n.tipo in {"futuro", "subjuntivo", "nominal", "acto", "declarativo"}:
            c.acciones = [Accion(n.cuerpo, c.fin, n.cuerpo, n.lema, n.pasiva)]
        if not c.acciones:
            return
        alrededor = self._plazos_entre(c.acciones[0].inicio, c.fin)
        periodicos = [(p.tramo.inicio, p.tramo.fin) for p in alrededor if p.tramo and p.clase in {"periodico", "permanente"}]
        if n.tipo not in {"acto", "declarativo"}:
            plano = self.plano_nominal
            c.acciones = [d for a in c.acciones for d in derivadas(plano, a, periodicos, n.tipo == "nominal")]
        c.acciones[0].inicio = min(c.arranque, c.acciones[0].inicio)

    def _con_adjetivos_tapados(self) -> str:
        """«actualización permanente» es un plazo y un sustantivo: para partir acciones se destapa el sustantivo."""
        plano = list(self.plano)
        for p in self.plazos:
            if p.clase == "permanente" and p.tramo:
                palabra = re.match(r"[a-z]+(?:cion|sion|miento)\b", preparar(p.texto))
                if palabra:
                    a = p.tramo.inicio
                    plano[a : a + palabra.end() + 1] = f"{palabra.group()} "
        return "".join(plano)

    def _valida(self, c: Clausula) -> bool:
        """¿La cláusula compromete a alguien o asienta un acto?"""
        n = c.nucleo
        if n.tipo == "nulo" or not c.acciones:
            return False
        if n.tipo == "declarativo":
            return True
        if n.tipo == "acto":
            sigue_objeto = bool(re.match(r"\s*(?:#|,|a\b|al\b|el|la|los|las|un|su|en\b|por\b|sin|que|de\b|[a-z])", self.plano[n.cuerpo : n.cuerpo + 12]))
            propio = n.impersonal or bool(c.responsables) or n.inicio <= 2
            return sigue_objeto and propio and not (c.paciente and not n.impersonal)
        if n.tipo == "nominal":
            m = re.match(r"(?:la|el|las|los|un|una|su)?\s*([a-z]+)", self.plano[n.cuerpo : n.cuerpo + 80].lstrip())
            return bool(m and (de_sustantivo(m.group(1)) or m.group(1) in {"acciones", "realizacion"}))
        if n.fuerza == "deber" and c.acciones[0].lema in {"contener", "tener", "ser", "permitir", "estar", "entender", "incluir", "contar"} and c.paciente:
            return False
        if n.tipo in {"futuro", "subjuntivo"} and not n.pasiva and n.relativo is None:
            return bool(c.responsables) and not c.paciente
        return not (c.paciente and not n.pasiva and not c.acciones[0].pasiva and n.relativo is None and n.fuerza not in {"inciso"})

    def _borradores(self, c: Clausula, inciso: bool) -> list[tuple[Borrador, Accion]]:
        if not self._valida(c):
            return []
        partes = partes_de(self.texto, c.nucleo.cuerpo, c.fin, self.contexto) if c.nucleo.tipo in {"infinitivo", "nominal", "futuro", "subjuntivo"} else ()
        nuevos = []
        if _ANUNCIO.fullmatch(self.plano[c.acciones[0].verbo : c.fin].strip(" .,")):
            return []
        for accion in c.acciones:
            responsables, hay_partes = self._responsables(c, accion, partes, inciso)
            nuevos.append((self._borrador(c, accion, responsables, hay_partes), accion))
        return nuevos

    def _responsables(self, c: Clausula, accion: Accion, partes: tuple[str, ...], inciso: bool) -> tuple[tuple[str, ...], bool]:
        cita = self.texto[accion.inicio : accion.fin]
        if c.nucleo.tipo == "declarativo":
            return (), False
        if partes and "entre" in cita and (not c.responsables or c.nucleo.impersonal):
            return partes, True
        if partes and accion.derivada and not c.responsables:
            contraparte = re.search(r"\by\s+con\s+", self.plano[c.nucleo.cuerpo : accion.inicio])
            return (partes[:1] if contraparte else partes), False
        deducido = c.inferido or es_activo(accion.lema)
        if accion.pasiva and c.nucleo.fuerza == "deber" and not (c.responsables and deducido):
            return agente_de(c, self.texto, self.plano), False
        if c.responsables:
            return c.responsables, False
        if inciso and self.contexto.cabecera and not c.paciente:
            return self.contexto.cabecera.responsables, self.contexto.cabecera.hay_partes
        if (
            (c.nucleo.impersonal and c.nucleo.tipo != "acto" and not c.nucleo.pasiva)
            or c.nucleo.tipo == "nominal"
            or (c.nucleo.fuerza in {"compromete", "acuerda"} and c.nucleo.plural and not c.paciente)
            or (c.nucleo.fuerza == "inciso" and not c.nucleo.destino)
        ):
            return self.contexto.sujeto or self.contexto.colectivo, False
        return (), False

    def _borrador(self, c: Clausula, accion: Accion, responsables: tuple[str, ...], hay_partes: bool) -> Borrador:
        inicio, fin = self._ajustar(accion.inicio, accion.fin)
        relato = self.narrador.narrar(c, accion)
        lema = relato.lema
        naturaleza = self.narrador.naturaleza(c, accion, lema)
        entregable = None if naturaleza == "acto" else hallar_entregable(self.texto, self.plano, accion.verbo, accion.fin, lema)
        if naturaleza != "acto" and c.paciente and c.nucleo.pasiva:
            entregable = hallar_entregable(c.paciente, preparar(c.paciente), 0, len(c.paciente), lema) or entregable
        borrador = Borrador(
            self.numero, naturaleza, relato.accion, lema, inicio, fin, responsables, hay_partes=hay_partes, entregable=entregable, objeto=relato.objeto
        )
        if c.inferido and responsables and not hay_partes and naturaleza == "obligacion":
            borrador.avisos.append("responsable por confirmar")
        return borrador

    def _ajustar(self, inicio: int, fin: int) -> tuple[int, int]:
        trozo = self.texto[inicio:fin]
        return inicio + len(trozo) - len(trozo.lstrip(" ,;:|")), inicio + len(sin_conjuncion(trozo.rstrip(" ,;:|")))

    def _repartir_plazos(self, c: Clausula, nuevos: list[tuple[Borrador, Accion]], previos: list[Borrador]) -> None:
        """Cada acción toma sus plazos; las que no tienen, el que se adelantó a todas o el que cierra la serie."""
        if not nuevos:
            return
        guia = self._plazos_entre(c.guia, c.nucleo.cuerpo)
        for borrador, accion in nuevos:
            desde = max(accion.inicio, c.nucleo.cuerpo) if accion is c.acciones[0] else accion.inicio
            borrador.plazos = self._plazos_entre(desde, accion.fin)
        propios = [b for b, a in nuevos if not a.derivada]
        if guia:
            self._adelantar(guia, nuevos)
        elif len(propios) > 1:
            retroceder(self.texto, propios)
        if not guia and not c.explicito and previos and not any(b.plazos for b, _ in nuevos):
            adelantado = [p for p in previos[0].plazos if p.tramo and p.tramo.inicio < previos[0].inicio and p.clase in COMPARTIBLES]
            for borrador, _ in nuevos if adelantado else ():
                borrador.plazos = adelantado
                borrador.avisos.append("alcance del plazo por confirmar")

    def _adelantar(self, guia: list[PlazoLeido], nuevos: list[tuple[Borrador, Accion]]) -> None:
        for borrador, _ in nuevos:
            propias = {p.clase for p in borrador.plazos}
            if not propias or propias <= {"condicionado", "inmediato"} or (propias == {"periodico"} and not borrador.plazos[0].vence):
                borrador.plazos = guia + borrador.plazos
            elif propias == {"termino"} or all(p.clase == "condicionado" for p in guia):
                borrador.plazos = [*borrador.plazos, *(p for p in guia if p.clase == "condicionado")]

    def _inciso_nominal(self) -> list[Borrador]:
        """Un inciso sin verbo compromete si su cabecera obliga y él trae plazo, o si la cabecera no dijo otra acción."""
        cabecera = self.contexto.cabecera
        if cabecera is None or cabecera.naturaleza != "obligacion" or not (self.plazos or cabecera.vacia):
            return []
        vineta = _VINETA.match(self.texto)
        inicio, fin = self._ajustar(vineta.end() if vineta else 0, len(self.texto.rstrip(" .;,")))
        if inicio >= fin:
            return []
        objeto = sin_tramos(self.texto, inicio, fin, self.tramos)
        m = re.match(r"(?:(?:la|el)\s+)?(\w+)", objeto)
        lema = de_sustantivo(preparar(m.group(1))) if m else None
        accion = redactar("", objeto) or self.texto[inicio:fin]
        return [
            Borrador(self.numero, "obligacion", accion, lema or "cumplir", inicio, fin, cabecera.responsables, list(self.plazos or cabecera.plazos), cabecera.hay_partes,
                objeto=objeto,
                     entregable=hallar_entregable(self.texto, self.plano, inicio, fin, lema or ""))
        ]  # fmt: skip

    def _preparar_cabecera(self, borradores: list[Borrador]) -> None:
        if not self.texto.rstrip().endswith((":", ":-")) or self.contexto.cabecera is not None:
            return
        nucleos = hallar_nucleos(self.texto, self.plano_verbos, 0, len(self.texto))
        obligan = [n for n in nucleos if n.tipo not in {"nulo", "acto", "declarativo"} and n.fuerza]
        if not obligan:
            return
        ultimo = borradores[-1] if borradores else None
        responsables = ultimo.responsables if ultimo else self._sujeto_de_cabecera(obligan[-1])
        guia = [p for p in self.plazos if ultimo is None]
        self.contexto.cabecera = Cabecera(responsables, "obligacion", guia, ultimo is None, bool(ultimo and ultimo.hay_partes))

    def _sujeto_de_cabecera(self, nucleo: Nucleo) -> tuple[str, ...]:
        if nucleo.destino:
            return separar(self.texto[nucleo.destino[0] : nucleo.destino[1]])
        return self.contexto.sujeto or self.contexto.colectivo
