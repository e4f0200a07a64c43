"""Every mapped row, so that the schema is complete wherever it is looked at."""

from app.storage.accounts import Account, SignInLink, SignInSession
from app.storage.audit import AuditEntry
from app.storage.bad_addresses import BadAddress
from app.storage.base import Base
from app.storage.comment_changes import CommentChange
from app.storage.former_addresses import FormerAddress
from app.storage.framework_revisions import FrameworkRevision, SwitchedOffCompetency
from app.storage.heartbeats import Heartbeat
from app.storage.mail_gate import MailGate, MailLine, MailSending
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.plans import DevelopmentPlan, PlanReader, Pulse
from app.storage.publications import PublicationRow
from app.storage.qualities import RoundQuality
from app.storage.raters import Assignment, Invitation
from app.storage.replaced_links import ReplacedLink
from app.storage.report_readers import ReportOpening, ReportReader
from app.storage.responses import Draft, Response
from app.storage.role_profiles import RoleProfile
from app.storage.rounds import Participant, Round
from app.storage.typeset_reports import TypesetReport

ROWS: tuple[type[Base], ...] = (
    Person,
    Account,
    SignInLink,
    SignInSession,
    Round,
    Participant,
    Invitation,
    Assignment,
    Draft,
    Response,
    Message,
    MailGate,
    MailSending,
    MailLine,
    PublicationRow,
    RoundQuality,
    AuditEntry,
    ReportReader,
    ReportOpening,
    CommentChange,
    FrameworkRevision,
    SwitchedOffCompetency,
    RoleProfile,
    TypesetReport,
    DevelopmentPlan,
    PlanReader,
    Pulse,
    Heartbeat,
    BadAddress,
    ReplacedLink,
    FormerAddress,
)
