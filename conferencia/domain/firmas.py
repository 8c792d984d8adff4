"""Lo que se dice de una firma electrónica: integridad, confianza y tiempo, cada una por su lado. Ninguna se deduce de otra."""

from dataclasses import dataclass
from enum import StrEnum


class Integridad(StrEnum):
    INTACTA = "intacta"
    AMPLIADA = "ampliada"
    ALTERADA = "alterada"
    AJENA = "ajena"
    ILEGIBLE = "ilegible"


class Confianza(StrEnum):
    RECONOCIDA = "reconocida"
    NO_RECONOCIDA = "no_reconocida"
    REVOCADA = "revocada"
    SIN_ANCLAS = "sin_anclas"
    SIN_COMPROBAR = "sin_comprobar"


class Tiempo(StrEnum):
    SELLADO = "sellado"
    DECLARADO = "declarado"
    NINGUNO = "ninguno"


FRASES: dict[StrEnum, str] = {
    Integridad.INTACTA: "El documento es exactamente el que se firmó.",
    Integridad.AMPLIADA: "Lo firmado sigue igual, pero después se agregó algo.",
    Integridad.ALTERADA: "El documento cambió después de firmarse.",
    Integridad.AJENA: "La firma no corresponde a ninguno de los archivos del oficio.",
    Integridad.ILEGIBLE: "La firma no se pudo leer.",
    Confianza.RECONOCIDA: "El certificado lo emitió una autoridad reconocida aquí.",
    Confianza.NO_RECONOCIDA: "El certificado no viene de una autoridad reconocida aquí.",
    Confianza.REVOCADA: "El certificado estaba revocado.",
    Confianza.SIN_ANCLAS: "Aquí no hay autoridades configuradas: no se sabe si el certificado es de fiar.",
    Confianza.SIN_COMPROBAR: "El certificado no se comprobó.",
    Tiempo.SELLADO: "La hora la da un sello de tiempo.",
    Tiempo.DECLARADO: "La hora la dice quien firmó; ningún sello la prueba.",
    Tiempo.NINGUNO: "La firma no dice cuándo se hizo.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Firma:
    """Instantes en RFC 3339. ``vigente_al_firmar``: el certificado, a la hora sellada o declarada; nulo si no hay hora."""

    integridad: Integridad
    confianza: Confianza
    tiempo: Tiempo
    firmante: str = ""
    cargo: str = ""
    curp: str = ""
    rfc: str = ""
    emisor: str = ""
    serie: str = ""
    vigente_desde: str | None = None
    vigente_hasta: str | None = None
    vigente_al_firmar: bool | None = None
    declarada_en: str | None = None
    sellada_en: str | None = None
    detalle: str = ""
