"""States of an account, created in moto: the trails, buckets and settings that the seven controls examine.

Each function is a state. It changes one thing in an account that passes all controls, or begins with an empty account.
"""

import datetime
import functools
import json

import boto3
from botocore.config import Config

from standin import ACCOUNT, REGION

BUCKET = "trail-logs"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:trail:*"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/trail"
ALL = [{"ReadWriteType": "All", "IncludeManagementEvents": True}]
BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
MANAGEMENT = {"Field": "eventCategory", "Equals": ["Management"]}


@functools.cache
def clients(regions):
    return (
        boto3.client("s3", config=Config(s3={"addressing_style": "path"})), boto3.client("s3control"),
        {region: boto3.client("cloudtrail", region_name=region) for region in regions},
    )


class Account:
    """moto's account. moto doesn't report deliveries of trails, so they are kept here."""

    def __init__(self, server):
        self.server = server
        self.s3, self.control, self.trails = clients(server.regions)

    def bucket(self, name=BUCKET, logging="access-logs"):
        self.s3.create_bucket(Bucket=name)
        self.policy({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, name)
        if logging:
            self.log_access(logging, name)

    def log_access(self, target, name=BUCKET):
        if target != name:
            self.s3.create_bucket(Bucket=target)
        owner = self.s3.get_bucket_acl(Bucket=target)["Owner"]
        group = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}
        grants = [{"Grantee": group, "Permission": permission} for permission in ("READ_ACP", "WRITE")]
        self.s3.put_bucket_acl(Bucket=target, AccessControlPolicy={"Owner": owner, "Grants": grants})
        self.s3.put_bucket_logging(
            Bucket=name, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": ""}}
        )

    def policy(self, statement, name=BUCKET):
        statement = {
            "Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{name}/AWSLogs/*", **statement
        }
        self.s3.put_bucket_policy(
            Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        )

    def grant(self, group, name=BUCKET):
        owner = self.s3.get_bucket_acl(Bucket=name)["Owner"]
        grantee = {"Type": "Group", "URI": f"http://acs.amazonaws.com/groups/global/{group}"}
        grants = [{"Grantee": grantee, "Permission": "READ"}]
        self.s3.put_bucket_acl(Bucket=name, AccessControlPolicy={"Owner": owner, "Grants": grants})

    def trail(
        self, name="management", region=REGION, multi=True, logging=True, selectors=ALL, advanced=None, delivered=1,
        **settings,
    ):
        """A trail that passes all controls, except for the given values. `delivered`: age of the newest CloudWatch delivery."""
        given = {
            "IsMultiRegionTrail": multi, "EnableLogFileValidation": True, "KmsKeyId": KEY,
            "CloudWatchLogsLogGroupArn": GROUP, "CloudWatchLogsRoleArn": ROLE, "S3BucketName": BUCKET, **settings,
        }
        trails = self.trails[region]
        arn = trails.create_trail(Name=name, **{k: v for k, v in given.items() if v is not None})["TrailARN"]
        if advanced:
            trails.put_event_selectors(TrailName=name, AdvancedEventSelectors=advanced)
        elif selectors:
            trails.put_event_selectors(TrailName=name, EventSelectors=selectors)
        if logging:
            trails.start_logging(Name=name)
        if delivered is not None:
            now = datetime.datetime.now(datetime.timezone.utc).timestamp()
            self.server.status[arn] = {"LatestCloudWatchLogsDeliveryTime": now - delivered * 3600}


def no_trail(account):
    account.bucket()


def all_is_well(account):
    account.bucket()
    account.trail()


def stopped(account):
    account.bucket()
    account.trail(logging=False)


def home_elsewhere(account):
    account.bucket()
    account.trail(region="eu-west-1")


def single_region(account):
    account.bucket()
    account.trail(multi=False)


def single_region_in_each(account):
    account.bucket()
    for region in account.trails:
        account.trail(name=f"only-{region}", region=region, multi=False)


def single_region_elsewhere_stopped(account):
    account.bucket()
    account.trail()
    account.trail(
        name="old", region="ap-southeast-2", multi=False, logging=False, KmsKeyId=None, EnableLogFileValidation=False,
        CloudWatchLogsLogGroupArn=None, CloudWatchLogsRoleArn=None, delivered=None,
    )


def default_selectors(account):
    account.bucket()
    account.trail(selectors=None)


def read_only(account):
    account.bucket()
    account.trail(selectors=[{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}])


def read_only_and_write_only(account):
    account.bucket()
    account.trail(selectors=[
        {"ReadWriteType": kind, "IncludeManagementEvents": True} for kind in ("ReadOnly", "WriteOnly")
    ])


def excludes_kms(account):
    account.bucket()
    account.trail(selectors=[{**ALL[0], "ExcludeManagementEventSources": ["kms.amazonaws.com"]}])


def data_events_only(account):
    account.bucket()
    account.trail(selectors=[{
        "ReadWriteType": "All", "IncludeManagementEvents": False,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}],
    }])


def advanced(account):
    account.bucket()
    account.trail(advanced=[{"Name": "Management events selector", "FieldSelectors": [MANAGEMENT]}])


def advanced_of_another_name(account):
    account.bucket()
    account.trail(advanced=[{"Name": "Everything", "FieldSelectors": [MANAGEMENT]}])


def advanced_data_only(account):
    account.bucket()
    fields = [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}]
    account.trail(advanced=[{"Name": "Management events selector", "FieldSelectors": fields}])


def advanced_excludes_kms(account):
    account.bucket()
    fields = [MANAGEMENT, {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]}]
    account.trail(advanced=[{"Name": "Management events selector", "FieldSelectors": fields}])


def advanced_read_only(account):
    account.bucket()
    fields = [MANAGEMENT, {"Field": "readOnly", "Equals": ["true"]}]
    account.trail(advanced=[{"Name": "Management events selector", "FieldSelectors": fields}])


def no_key(account):
    account.bucket()
    account.trail(KmsKeyId=None)


def no_validation(account):
    account.bucket()
    account.trail(EnableLogFileValidation=False)


def no_log_group(account):
    account.bucket()
    account.trail(CloudWatchLogsLogGroupArn=None, CloudWatchLogsRoleArn=None, delivered=None)


def log_group_taken_off(account):
    """The last delivery was an hour ago."""
    account.bucket()
    account.trail(CloudWatchLogsLogGroupArn=None, CloudWatchLogsRoleArn=None)


def delivery_two_days_ago(account):
    account.bucket()
    account.trail(delivered=48)


def acl_for_everybody(account):
    account.bucket()
    account.grant("AllUsers")
    account.trail()


def acl_for_everybody_with_an_account(account):
    account.bucket()
    account.grant("AuthenticatedUsers")
    account.trail()


def acl_ignored_by_block(account):
    account.bucket()
    account.grant("AllUsers")
    account.s3.put_public_access_block(
        Bucket=BUCKET, PublicAccessBlockConfiguration=dict.fromkeys(BLOCKS, True)
    )
    account.trail()


def policy_for_everybody(account):
    account.bucket()
    account.policy({"Principal": "*", "Action": "s3:GetObject"})
    account.trail()


def policy_restricted_by_account(account):
    account.bucket()
    account.policy({"Principal": "*", "Action": "s3:GetObject"})
    account.control.put_public_access_block(
        AccountId=ACCOUNT, PublicAccessBlockConfiguration=dict.fromkeys(BLOCKS, True)
    )
    account.trail()


def bucket_gone(account):
    account.bucket()
    account.trail()
    account.s3.delete_bucket_policy(Bucket=BUCKET)
    account.s3.delete_bucket(Bucket=BUCKET)


def no_access_logging(account):
    account.bucket(logging=None)
    account.trail()


def access_logging_to_itself(account):
    account.bucket(logging=BUCKET)
    account.trail()


STATES = {
    function.__name__.replace("_", "-"): function
    for function in (
        no_trail, all_is_well, stopped, home_elsewhere, single_region, single_region_in_each,
        single_region_elsewhere_stopped, default_selectors, read_only, read_only_and_write_only, excludes_kms,
        data_events_only, advanced, advanced_of_another_name, advanced_data_only, advanced_excludes_kms,
        advanced_read_only, no_key, no_validation, no_log_group, log_group_taken_off, delivery_two_days_ago,
        acl_for_everybody, acl_for_everybody_with_an_account, acl_ignored_by_block, policy_for_everybody,
        policy_restricted_by_account, bucket_gone, no_access_logging, access_logging_to_itself,
    )
}
