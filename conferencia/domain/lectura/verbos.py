# ruff: noqa: E501, SIM905 -- léxicos y gramáticas se leen mejor en renglones corridos
"""Los verbos del género: infinitivos, futuros y subjuntivos, y qué fuerza tiene cada uno.

Trabaja con formas plegadas; el acento del futuro se comprueba en el original.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LEXICO = """
abrir actualizar adecuar adherir administrar adoptar adquirir alimentar alinear analizar apegar aplicar apoyar aportar aprobar armonizar
asegurar asignar asistir asumir atender autorizar auxiliar avanzar brindar buscar calendarizar canalizar capacitar capturar celebrar certificar
coadyuvar colaborar compartir completar comunicar concluir conducir conformar consolidar constituir construir consultar contar
contribuir convocar coordinar crear cubrir cumplir dar definir depurar desarrollar designar destinar determinar diagnosticar difundir dirigir disenar
disponer distribuir documentar efectuar ejecutar ejercer elaborar elegir emitir emprender enriquecer entregar enviar equipar establecer estandarizar
estudiar evaluar expedir facilitar favorecer firmar fomentar formalizar formar formular fortalecer garantizar generar gestionar girar habilitar hacer
homologar identificar implementar implantar impartir impulsar incluir incorporar incrementar informar iniciar instalar institucionalizar instrumentar
integrar intercambiar interconectar intensificar invertir investigar invitar lanzar llevar mantener mejorar migrar modificar monitorear nombrar normar notificar
observar obtener ofrecer operar optimizar ordenar organizar otorgar participar planear planificar poner practicar precisar preparar presentar prever priorizar procurar
programar promover proponer proporcionar proveer publicar realizar recabar recibir reclutar recopilar reducir reforzar reformar registrar regularizar remitir
rendir renovar reportar requerir requisitar resguardar respaldar responder revisar salvaguardar sancionar seguir seleccionar sensibilizar
sesionar sistematizar socializar solicitar solventar someter subir subsanar suministrar supervisar suscribir sustituir tomar trabajar tramitar transferir
transitar transmitir turnar unificar usar utilizar validar valorar velar verificar vigilar vincular migrar interoperar replicar
llenar ingresar cargar digitalizar mapear compilar concentrar conciliar cotejar confrontar reponer restablecer reunir sujetar acreditar acordar contratar
contestar comprobar devolver dotar editar efectuar ampliar analizar exhortar instruir ratificar reconocer declarar expresar hacer abstener
activar acompanar adjuntar aclarar adjudicar advertir agendar agilizar agregar alertar aplazar archivar articular asesorar auditar averiguar avisar
bloquear cancelar cerrar circular clasificar combatir comisionar comparecer comprar conceder condonar configurar corregir coordinar cotizar cuantificar cuidar culminar custodiar debatir dedicar delegar delimitar denunciar depositar derivar desahogar desactivar
descargar describir desglosar desincorporar desplegar destruir detallar detectar determinar devengar dictaminar diferir dialogar disminuir documentar
eliminar encabezar encaminar enlazar enlistar ensenar entablar erradicar escanear especificar estipular etiquetar exigir exponer extender extraer
finalizar fijar focalizar foliar georreferenciar grabar hospedar ilustrar imprimir incentivar indicar inhibir inscribir inspeccionar
intervenir inventariar justificar levantar liberar licitar liquidar localizar marcar materializar mediar ministrar mostrar movilizar
nivelar numerar ocupar omitir orientar pagar patrullar plantear portar potenciar precisar prevenir privilegiar probar procesar producir
profesionalizar prorrogar proteger proyectar pronunciar ponderar reactivar readecuar reasignar rechazar recolectar recomendar reconocer
recuperar redisenar redactar reducir reemplazar referir refrendar reintegrar reiterar remover reorganizar reparar reproducir requerir rescatar
reservar resolver restituir restringir retirar retroalimentar rotar rubricar sanear segregar sensibilizar senalar simplificar sincronizar
solucionar sostener subrogar sumar surtir tabular tipificar transcribir trasladar ubicar ultimar ventilar visitar
"""
INFINITIVOS_CONOCIDOS = frozenset(_LEXICO.split())
NO_SON_VERBO = frozenset(
    """lugar particular titular militar familiar regular irregular singular popular similar circular ejemplar escolar celular hogar par
    pilar solar preliminar bienestar pesar azar mujer taller poder deber cualquier alfiler primer tercer ayer nacer ser haber estar
    saber doctor menester parlamentar tutelar nuclear auxiliar lugares curricular disciplinar interdisciplinar multidisciplinar modular molecular
    vehicular penitenciar muscular elementar insular caracter placer quehacer amanecer anochecer perpetuar mar bar altar tender azucar collar dolar
    partir lider cancer impar angular pulgar domiciliar ulterior suplir seglar escalar unilateral transfronterizar vir mir gir ir deber ver""".split()
) - {"deber"}
_CLITICO = r"(?:se|lo|la|los|las|le|les|selo|selos|sela|selas)"
INFINITIVO = rf"(?:\b[a-z]+(?:ar|er|ir){_CLITICO}?\b)"
_RE_INFINITIVO = re.compile(rf"(?P<base>[a-z]{{1,}}(?:ar|er|ir))(?P<clitico>{_CLITICO})?")
_IRREGULARES = {
    "har": "hacer", "tendr": "tener", "pondr": "poner", "podr": "poder", "dir": "decir", "habr": "haber", "sabr": "saber",
    "querr": "querer", "saldr": "salir", "valdr": "valer", "vendr": "venir", "cabr": "caber",
}  # fmt: skip
_PREFIJOS = ("dis", "pro", "com", "su", "man", "ob", "con", "de", "re", "pre", "ante", "re", "contra", "inter", "ex", "im", "sos", "abs", "satisf")
_FUTURO = re.compile(r"(?P<tema>[a-z]+r)(?P<fin>a|an)")
_NO_FUTURO = frozenset(
    """para cara clara mara camara tara vara ara hora cura pura mira lira ira jira fuera era eran hubiera fueran dara
    primera tercera cualquiera manera carrera bandera frontera quiera requiera refiera adquiera espera opera genera supera considera coopera libera
    integra administra registra muestra nuestra encuentra cuatrera financiera ganadera extranjera verdadera entera cartera mejora labora elabora
    colabora incorpora compra logra procura asegura captura estructura apertura cobertura lectura escritura cultura firma incluyera tuviera
    pudiera debiera quisiera sera seran estara estaran podra podran""".split()
) - {"dara", "sera", "seran", "estara", "estaran", "podra", "podran"}
_NO_FUTURO_PLURAL = frozenset(
    """eran fueran pudieran debieran hubieran tuvieran quieran requieran adquieran refieran operan generan integran registran
    administran encuentran consideran elaboran colaboran incorporan procuran aseguran capturan laboran superan esperan muestran logran compran mejoran
    liberan cooperan declaran amparan preparan separan comparan reparan""".split()
)
_PARTICIPIOS = {"sujeto": "sujetar", "hecho": "hacer", "puesto": "poner", "dispuesto": "disponer", "propuesto": "proponer", "suscrito": "suscribir", "abierto": "abrir",
                "inscrito": "inscribir", "cubierto": "cubrir", "visto": "ver", "previsto": "prever", "escrito": "escribir", "resuelto": "resolver",
                "devuelto": "devolver", "impreso": "imprimir", "compuesto": "componer", "descrito": "describir", "electo": "elegir"}  # fmt: skip
_SUSTANTIVOS = {
    "entrega": "entregar", "envio": "enviar", "firma": "firmar", "uso": "usar", "intercambio": "intercambiar", "diseno": "diseñar",
    "desarrollo": "desarrollar", "cumplimiento": "cumplir", "remision": "remitir", "revision": "revisar", "emision": "emitir",
    "difusion": "difundir", "suscripcion": "suscribir", "elaboracion": "elaborar", "instalacion": "instalar", "inclusion": "incluir",
    "seguimiento": "dar seguimiento", "fortalecimiento": "fortalecer", "establecimiento": "establecer", "levantamiento": "levantar",
    "creacion": "crear", "construccion": "construir", "conclusion": "concluir", "adquisicion": "adquirir", "puesta": "poner", "apertura": "abrir",
    "impresion": "imprimir", "conversion": "convertir", "supervision": "supervisar", "transmision": "transmitir", "definicion": "definir",
    "nombramiento": "nombrar", "envios": "enviar", "mantenimiento": "mantener", "reforma": "reformar", "actualizacion": "actualizar",
    "mejora": "mejorar", "consulta": "consultar", "captura": "capturar", "carga": "cargar", "registro": "registrar", "distribucion": "distribuir",
    "homologacion": "homologar", "reunion": "reunir", "expedicion": "expedir", "adhesion": "adherir", "contribucion": "contribuir",
    "celebracion": "celebrar", "integracion": "integrar", "publicacion": "publicar", "constitucion": "constituir", "sustitucion": "sustituir",
}  # fmt: skip
_CAMBIOS = {"concluir": "concluy", "incluir": "incluy", "contribuir": "contribuy", "construir": "construy", "constituir": "constituy",
            "distribuir": "distribuy", "sustituir": "sustituy", "instruir": "instruy", "hacer": "hag", "poner": "pong", "disponer": "dispong",
            "proponer": "propong", "exponer": "expong", "sostener": "sosteng", "intervenir": "interveng", "corregir": "corrij",
            "mantener": "manteng", "obtener": "obteng", "reponer": "repong", "seguir": "sig", "elegir": "elij", "contar": "cuent",
            "aprobar": "aprueb", "comprobar": "comprueb", "acordar": "acuerd", "reforzar": "refuerc", "requerir": "requier", "adquirir": "adquier",
            "promover": "promuev", "devolver": "devuelv", "atender": "atiend", "transferir": "transfier", "adherir": "adhier", "invertir": "inviert",
            "abstener": "absteng", "prever": "preve", "proveer": "provee", "rendir": "rind", "dirigir": "dirij", "ejercer": "ejerz",
            "reunir": "reun", "expedir": "expid", "conducir": "conduzc", "reducir": "reduzc", "tener": "teng"}  # fmt: skip


def infinitivo(forma: str) -> str | None:
    """El infinitivo sin clítico de ``forma`` («incluirlo» → «incluir»); ``None`` si no es infinitivo."""
    m = _RE_INFINITIVO.fullmatch(forma)
    if not m or m["base"] in NO_SON_VERBO:
        return None
    if m["clitico"] and m["base"] not in INFINITIVOS_CONOCIDOS and len(m["base"]) < 4:
        return None
    if (
        not m["clitico"]
        and forma[-2:] == "er"
        and forma not in INFINITIVOS_CONOCIDOS
        and not forma.endswith(("cer", "ner", "ver", "ger", "rer", "ler", "der", "eer", "ter", "oer"))
    ):
        return None
    return m["base"]


def es_reflexivo(forma: str) -> bool:
    """¿Lleva «se» pegado («integrarse»)?"""
    return forma.endswith("se") and infinitivo(forma) is not None


@lru_cache(maxsize=4096)
def _futuro(forma: str, acentuada: bool) -> str | None:
    m = _FUTURO.fullmatch(forma)
    if not m or len(forma) < 4:
        return None
    if m["tema"] == "deber" or (not acentuada and (forma in _NO_FUTURO or forma in _NO_FUTURO_PLURAL or m["fin"] == "a" or forma.endswith("ieran"))):
        return None
    tema = m["tema"]
    for raiz, base in _IRREGULARES.items():
        if tema == raiz or (tema.endswith(raiz) and tema[: -len(raiz)] in _PREFIJOS):
            return tema[: -len(raiz)] + base
    if tema[-2:] not in {"ar", "er", "ir"}:
        return None
    if not acentuada and tema not in INFINITIVOS_CONOCIDOS:
        return None
    return tema


def futuro(forma: str, original: str) -> str | None:
    """El infinitivo de un futuro en tercera persona («remitirán» → «remitir»); exige acento o verbo conocido en plural."""
    sin_acentos = original.isascii()
    if sin_acentos and original.isupper():
        m = _FUTURO.fullmatch(forma)
        return m["tema"] if m and m["tema"] in INFINITIVOS_CONOCIDOS else _futuro(forma, acentuada=False)
    return _futuro(forma, original[-1:] in "áÁ" or original[-2:].lower() == "án")


def participio(forma: str) -> str | None:
    """El infinitivo de un participio («expedidas» → «expedir»)."""
    base = re.sub(r"s$", "", forma)
    base = base[:-1] + "o" if base.endswith("a") else base
    if base in _PARTICIPIOS:
        return _PARTICIPIOS[base]
    if base.endswith("ado") and len(base) > 4:
        return base[:-3] + "ar"
    if base.endswith("ido") and len(base) > 4:
        return next((base[:-3] + c for c in ("ir", "er") if base[:-3] + c in INFINITIVOS_CONOCIDOS), base[:-3] + "ir")
    return None


def _subjuntivos() -> dict[str, str]:
    formas: dict[str, str] = {}
    for verbo in INFINITIVOS_CONOCIDOS:
        raiz = _CAMBIOS.get(verbo, verbo[:-2])
        if verbo.endswith("ar"):
            if verbo not in _CAMBIOS:
                raiz = raiz[:-1] + {"c": "qu", "g": "gu", "z": "c"}.get(raiz[-1], raiz[-1])
            formas |= {raiz + "e": verbo, raiz + "en": verbo}
        else:
            if verbo not in _CAMBIOS:
                raiz = re.sub(r"g$", "j", re.sub(r"(?<=[aeou])c$", "zc", raiz))
            formas |= {raiz + "a": verbo, raiz + "an": verbo}
    return formas


_SUBJUNTIVOS = _subjuntivos()
_AMBIGUOS = frozenset("informe reporte base uso forma norma oferta firme integre consulta registre programe cargue".split()) - {"integre", "firme"}


def subjuntivo(forma: str) -> str | None:
    """El infinitivo de un presente de subjuntivo conocido («remitan» → «remitir»)."""
    return None if forma == "de" else _SUBJUNTIVOS.get(forma)


def es_sustantivo_ambiguo(forma: str) -> bool:
    """¿La forma también es sustantivo («informe», «reporte»)?"""
    return forma in _AMBIGUOS


def de_sustantivo(forma: str) -> str | None:
    """El verbo de un sustantivo de acción («designación» → «designar»)."""
    if forma in _SUSTANTIVOS:
        return _SUSTANTIVOS[forma]
    if forma.endswith("cion") and len(forma) > 6:
        raiz = forma[:-4]
        return raiz + "r" if raiz.endswith("a") else next((raiz + c for c in ("r", "ir") if raiz + c in INFINITIVOS_CONOCIDOS), None)
    return None
