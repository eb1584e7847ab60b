"""What exists of the governance of a contract and of a territory, one idea a file."""

from .bodies import Body, Seat
from .calendars import CalendarAddress
from .convocations import AnswerLink, Method, Sending
from .coordination import CoordinationPost, PostFunding, PostHolder, PostShare
from .decisions import Decision, FollowUp
from .handover import Handover, HandoverAnswer
from .meetings import AgendaItem, Attendance, Meeting, Rectification
from .network_asked import NetworkAnswerLink, NetworkFollowUp
from .networks import (
    Network,
    NetworkAttendance,
    NetworkDecision,
    NetworkItem,
    NetworkMeeting,
    NetworkMember,
    NetworkRectification,
    NetworkSending,
)
from .practices import Practice, PracticeCopy
from .settings import GovernanceSettings, RegionGovernance
from .trainings import Training
from .usual import UsualBody, UsualSeat

__all__ = [
    "AgendaItem",
    "AnswerLink",
    "Attendance",
    "Body",
    "CalendarAddress",
    "CoordinationPost",
    "Decision",
    "FollowUp",
    "GovernanceSettings",
    "Handover",
    "HandoverAnswer",
    "Meeting",
    "Method",
    "Network",
    "NetworkAnswerLink",
    "NetworkAttendance",
    "NetworkDecision",
    "NetworkFollowUp",
    "NetworkItem",
    "NetworkMeeting",
    "NetworkMember",
    "NetworkRectification",
    "NetworkSending",
    "PostFunding",
    "PostHolder",
    "PostShare",
    "Practice",
    "PracticeCopy",
    "Rectification",
    "RegionGovernance",
    "Seat",
    "Sending",
    "Training",
    "UsualBody",
    "UsualSeat",
]
