"""Datos y restricciones del núcleo. Cada módulo, un agregado."""

from conferencia.models.acta import Acta, EstadoActa, Invitada, Reunion
from conferencia.models.acuse import Acuse, Foliador
from conferencia.models.compromiso import ClasePlazo, Compromiso, Modo, Naturaleza, Responsable
from conferencia.models.copias import ClaseDeCopia, CopiaDeArchivo, CopiaDeOficio, OrigenDeTexto, TextoDeArchivo
from conferencia.models.credencial import Alcance, CredencialApi, LlaveDeIdempotencia
from conferencia.models.designacion import Designacion, EstadoPropuesta, PropuestaDeDesignacion, Rol
from conferencia.models.disposicion import Clase, Disposicion, Parrafo, Referencia
from conferencia.models.estructura import (
    Calendario,
    CalendarioDeInstitucion,
    ContactoInstitucional,
    Denominacion,
    DenominacionOrgano,
    DiaInhabil,
    EntidadFederativa,
    Institucion,
    Organo,
    Pertenencia,
    TipoInstitucion,
    Zona,
)
from conferencia.models.examen import Antivirus, ExamenDeArchivo
from conferencia.models.firma import FirmaDeArchivo
from conferencia.models.hecho import Hecho
from conferencia.models.importacion import EstadoImportacion, Importacion
from conferencia.models.indice import CambioDiario, CambioNacional, TramoDeSituacion
from conferencia.models.obligacion import EstadoObligacion, EtapaDeParte, Obligacion, Parte
from conferencia.models.oficio import (
    NO_CUENTAN,
    Archivo,
    ArchivoDeOficio,
    Canal,
    ClaseEntrega,
    Entrega,
    EstadoEntrega,
    Observacion,
    Oficio,
    Resolucion,
    Sentido,
)
from conferencia.models.plazos import ClaseSolicitud, EstadoSolicitud, Evento, LimiteDeProrroga, Solicitud, Suspension
from conferencia.models.recepcion import EstadoRecepcion, Recepcion
from conferencia.models.registro import CargoDeZona, ClaseDeCargo, ResultadoPorEntidad
from conferencia.models.salida import (
    AccionDeLote,
    ClaseSalida,
    EstadoSalida,
    Expediente,
    LoteDeOficios,
    MedioDeEntrega,
    Numeracion,
    OficioDeSalida,
    PlantillaDeOficio,
)
from conferencia.models.seguimiento import DiaDeEntrega, Indicador, Medicion, Recurrencia, Requisito, RequisitoCubierto
from conferencia.models.suscripcion import SuscripcionDeCalendario
from conferencia.models.trabajo import EstadoTrabajo, Informe, Trabajo
from conferencia.models.turno import EstadoTurno, SentidoDeOpinion, Turno
from conferencia.models.usuario import Usuario

__all__ = [
    "NO_CUENTAN",
    "AccionDeLote",
    "Acta",
    "Acuse",
    "Alcance",
    "Antivirus",
    "Archivo",
    "ArchivoDeOficio",
    "Calendario",
    "CalendarioDeInstitucion",
    "CambioDiario",
    "CambioNacional",
    "Canal",
    "CargoDeZona",
    "Clase",
    "ClaseDeCargo",
    "ClaseDeCopia",
    "ClaseEntrega",
    "ClasePlazo",
    "ClaseSalida",
    "ClaseSolicitud",
    "Compromiso",
    "ContactoInstitucional",
    "CopiaDeArchivo",
    "CopiaDeOficio",
    "CredencialApi",
    "Denominacion",
    "DenominacionOrgano",
    "Designacion",
    "DiaDeEntrega",
    "DiaInhabil",
    "Disposicion",
    "EntidadFederativa",
    "Entrega",
    "EstadoActa",
    "EstadoEntrega",
    "EstadoImportacion",
    "EstadoObligacion",
    "EstadoPropuesta",
    "EstadoRecepcion",
    "EstadoSalida",
    "EstadoSolicitud",
    "EstadoTrabajo",
    "EstadoTurno",
    "EtapaDeParte",
    "Evento",
    "ExamenDeArchivo",
    "Expediente",
    "FirmaDeArchivo",
    "Foliador",
    "Hecho",
    "Importacion",
    "Indicador",
    "Informe",
    "Institucion",
    "Invitada",
    "LimiteDeProrroga",
    "LlaveDeIdempotencia",
    "LoteDeOficios",
    "Medicion",
    "MedioDeEntrega",
    "Modo",
    "Naturaleza",
    "Numeracion",
    "Obligacion",
    "Observacion",
    "Oficio",
    "OficioDeSalida",
    "Organo",
    "OrigenDeTexto",
    "Parrafo",
    "Parte",
    "Pertenencia",
    "PlantillaDeOficio",
    "PropuestaDeDesignacion",
    "Recepcion",
    "Recurrencia",
    "Referencia",
    "Requisito",
    "RequisitoCubierto",
    "Resolucion",
    "Responsable",
    "ResultadoPorEntidad",
    "Reunion",
    "Rol",
    "Sentido",
    "SentidoDeOpinion",
    "Solicitud",
    "SuscripcionDeCalendario",
    "Suspension",
    "TextoDeArchivo",
    "TipoInstitucion",
    "Trabajo",
    "TramoDeSituacion",
    "Turno",
    "Usuario",
    "Zona",
]
