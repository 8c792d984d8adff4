"""Qué se dice del archivo que no se recibe, cómo se llama el que sí y qué se le halló. Puro: sin bytes y sin disco."""

import re
from dataclasses import dataclass
from enum import StrEnum

MAXIMO_DE_ARCHIVOS = 10
NINGUNO = "Elige al menos un archivo: el oficio firmado."
MEGA = 1024 * 1024

_RESERVADOS = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{p}{n}" for p in ("COM", "LPT") for n in range(1, 10))})
_LARGO_DE_NOMBRE = 200


class Motivo(StrEnum):
    """Por qué no se recibe: los ocho errores de subir un archivo, y los que la revisión agrega."""

    NINGUNO = "ninguno"
    TIPO = "tipo"
    TAMANO = "tamano"
    VACIO = "vacio"
    VIRUS = "virus"
    CONTRASENA = "contrasena"
    NO_SE_PUDO = "no_se_pudo"
    DEMASIADOS = "demasiados"
    DANADO = "danado"
    PAGINAS = "paginas"
    DESMESURADO = "desmesurado"
    MACROS = "macros"
    DOS_EN_UNO = "dos_en_uno"
    LLAVE_PRIVADA = "llave_privada"
    SIN_REVISAR = "sin_revisar"


def de_otro_tipo(nombre: str, se_reciben: str, es: str = "") -> str:
    """``es``: qué es en realidad, si se sabe («un programa, no un documento»)."""
    que = f"es {es}." if es else "no es de un tipo que se reciba aquí."
    return f"«{nombre}» {que} Se reciben: {se_reciben}."


def muy_pesado(nombre: str, maximo: int) -> str:
    """``maximo``: en bytes."""
    return f"«{nombre}» pesa más de {maximo // MEGA} MB. Divídelo o reduce la resolución del escaneo."


def vacio(nombre: str) -> str:
    return f"«{nombre}» está vacío."


def con_virus(nombre: str) -> str:
    return f"«{nombre}» trae un virus. No se guardó. Revisa tu equipo, vuelve a generar el archivo y súbelo otra vez."


def con_contrasena(nombre: str) -> str:
    return f"«{nombre}» está protegido con contraseña. Quítasela y vuelve a subirlo."


def no_se_pudo_subir(nombre: str) -> str:
    return f"No se pudo subir «{nombre}». Inténtalo de nuevo; lo demás quedó guardado."


def no_se_pudo_revisar(nombre: str) -> str:
    """El antivirus es obligatorio y no contesta."""
    return f"«{nombre}» no se pudo revisar contra virus; inténtalo más tarde. Lo demás quedó guardado."


def demasiados(maximo: int = MAXIMO_DE_ARCHIVOS) -> str:
    return f"Son demasiados archivos: un oficio admite {maximo}. Quita alguno o júntalos en un solo PDF."


def nombre_seguro(nombre: str) -> str:
    """El nombre sin rutas, saltos, nulos ni marcas que volteen el texto; nunca vacío, nunca reservado, y con su extensión si se acorta."""
    base = nombre.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(c for c in base if c.isprintable())
    base = re.sub(r'[<>:"|?*]', "_", base).lstrip(". ").rstrip(". ")[-_LARGO_DE_NOMBRE:].strip()
    if base.split(".", 1)[0].strip().upper() in _RESERVADOS:
        base = f"_{base}"
    return base or "sin nombre"


# --- Lo hallado en un archivo que sí se recibe ---------------------------------------------------------------------------

_ACTIVOS = {
    "javascript": "código JavaScript",
    "al_abrir": "una acción que corre al abrirlo",
    "acciones": "acciones automáticas",
    "lanzar": "una orden que abre otro programa",
    "envio": "un formulario que envía datos",
    "adjuntos": "archivos incrustados",
    "xfa": "un formulario XFA",
    "multimedia": "contenido multimedia",
    "externo": "contenido que se trae de fuera",
    "incrustados": "objetos incrustados",
    "control": "controles ActiveX",
    "dde": "enlaces que ejecutan órdenes (DDE)",
}
_NOTAS = {
    "enlaces": "Trae enlaces a páginas web.",
    "extension": "Su nombre termina como si fuera de otro tipo: lo que cuenta es su contenido.",
    "reparado": "Está incompleto o mal formado; se pudo leer reparándolo en la copia.",
    "restricciones": "Trae restricciones de copia o impresión.",
    "ubicacion": "La foto dice dónde se tomó; la copia que se muestra no.",
}


@dataclass(frozen=True)
class Hallazgos:
    """``claves``: lo hallado, de ``_ACTIVOS`` o ``_NOTAS``, sin repetir y en orden."""

    claves: tuple[str, ...] = ()

    @property
    def activos(self) -> list[str]:
        """Lo que podría ejecutarse o salir a la red, con sus palabras."""
        return [_ACTIVOS[c] for c in self.claves if c in _ACTIVOS]

    @property
    def notas(self) -> list[str]:
        return [_NOTAS[c] for c in self.claves if c in _NOTAS]

    @property
    def frase(self) -> str:
        """Lo que se lee junto al archivo, o nada."""
        frases = [f"Trae código activo ({', '.join(self.activos)}): se muestra una copia limpia."] if self.activos else []
        return " ".join([*frases, *self.notas])


@dataclass(frozen=True, slots=True)
class Examen:
    """``paginas``: ninguna en lo que no las tiene. ``es``: si no es de lo que se recibe, qué es (o vacío)."""

    tipo: str
    paginas: int | None = None
    hallazgos: tuple[str, ...] = ()
    es: str = ""
