"""La respuesta a «¿puede?»: sí, o no y por qué. Y qué acciones trae cada rol."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class Permitido:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Negado:
    """``motivo`` se le muestra a la persona; ``existe=False`` pide responder como si el objeto no existiera."""

    motivo: str
    existe: bool = True

    def __bool__(self) -> bool:
        return False


Respuesta = Permitido | Negado


class Capacidad(StrEnum):
    """Lo que un rol deja hacer, antes de preguntar sobre qué objeto."""

    VER_TODO = "ver_todo"
    VER_ARCHIVOS_DE_TODO = "ver_archivos_de_todo"
    VER_LO_SUYO = "ver_lo_suyo"
    VER_SU_ENTIDAD = "ver_su_entidad"
    PRESENTAR = "presentar"
    PRESENTAR_SIN_ENLACE = "presentar_sin_enlace"
    CAPTURAR_CIFRAS = "capturar_cifras"
    DICTAMINAR = "dictaminar"
    OPINAR = "opinar"
    DISPONER_PLAZOS = "disponer_plazos"
    EDITAR_CATALOGOS = "editar_catalogos"
    IMPORTAR = "importar"
    CAPTURAR_ACTAS = "capturar_actas"
    PUBLICAR_ACTAS = "publicar_actas"
    EMITIR_INFORMES = "emitir_informes"
    EMITIR_OFICIOS = "emitir_oficios"
    DESIGNAR = "designar"
    VER_BITACORA = "ver_bitacora"
    VER_PERSONAS = "ver_personas"


_ST = {
    Capacidad.VER_TODO,
    Capacidad.VER_ARCHIVOS_DE_TODO,
    Capacidad.DICTAMINAR,
    Capacidad.DISPONER_PLAZOS,
    Capacidad.EDITAR_CATALOGOS,
    Capacidad.IMPORTAR,
    Capacidad.CAPTURAR_ACTAS,
    Capacidad.PUBLICAR_ACTAS,
    Capacidad.EMITIR_INFORMES,
    Capacidad.EMITIR_OFICIOS,
    Capacidad.DESIGNAR,
    Capacidad.VER_BITACORA,
    Capacidad.VER_PERSONAS,
}
CAPACIDADES: dict[str, frozenset[Capacidad]] = {
    "st_titular": frozenset(_ST),
    "st_analista": frozenset(_ST),
    "enlace_titular": frozenset({Capacidad.VER_LO_SUYO, Capacidad.PRESENTAR, Capacidad.CAPTURAR_CIFRAS}),
    "enlace_suplente": frozenset({Capacidad.VER_LO_SUYO, Capacidad.PRESENTAR, Capacidad.CAPTURAR_CIFRAS}),
    "enlace_captura": frozenset({Capacidad.VER_LO_SUYO, Capacidad.CAPTURAR_CIFRAS}),
    "enlace_consulta": frozenset({Capacidad.VER_LO_SUYO}),
    "contacto": frozenset({Capacidad.VER_LO_SUYO, Capacidad.PRESENTAR_SIN_ENLACE}),
    "coordinacion": frozenset({Capacidad.VER_SU_ENTIDAD}),
    "area_tecnica": frozenset({Capacidad.OPINAR}),  # solo lo que se le turna
    "auditoria": frozenset({Capacidad.VER_TODO, Capacidad.VER_ARCHIVOS_DE_TODO, Capacidad.VER_BITACORA, Capacidad.VER_PERSONAS}),
    "consulta": frozenset({Capacidad.VER_TODO, Capacidad.EMITIR_INFORMES}),
}
ROLES_DE_ST = frozenset({"st_titular", "st_analista"})
ROLES_DE_ENLACE = frozenset({"enlace_titular", "enlace_suplente"})


@dataclass(frozen=True)
class Encargo:
    """Una designación vigente, reducida a lo que decide. ``materia``: solo esa disposición; ``None``, todas."""

    rol: str
    institucion: UUID | None
    entidad: UUID | None
    materia: UUID | None
    dicho: str


@dataclass(frozen=True)
class Facultades:
    """Lo que una persona puede en una fecha. Se calcula una vez por petición con ``permissions.facultades_de``."""

    usuario: UUID | None
    hoy: date
    encargos: tuple[Encargo, ...] = ()
    atendidas: frozenset[tuple[UUID, UUID | None]] = frozenset()  # (institución, materia) de las suyas con enlace vigente

    @property
    def capacidades(self) -> frozenset[Capacidad]:
        return frozenset().union(*(CAPACIDADES[e.rol] for e in self.encargos))

    @property
    def es_secretaria_tecnica(self) -> bool:
        return any(e.rol in ROLES_DE_ST for e in self.encargos)

    @property
    def es_enlace(self) -> bool:
        return any(Capacidad.VER_LO_SUYO in CAPACIDADES[e.rol] for e in self.encargos)

    def tiene(self, capacidad: Capacidad) -> bool:
        return capacidad in self.capacidades

    def atendida(self, institucion: UUID | None, disposicion: UUID) -> bool:
        """¿Tiene esa institución un enlace vigente para esa disposición, o para todas?"""
        return any((institucion, materia) in self.atendidas for materia in (None, disposicion))

    def encargos_con(self, capacidad: Capacidad) -> list[Encargo]:
        return [e for e in self.encargos if capacidad in CAPACIDADES[e.rol]]
