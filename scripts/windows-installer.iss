; iscc /DVersion=1.2.3 scripts\windows-installer.iss: the installer around the folder that `make build` made.
; For one user, without administrator's rights, unless the user chooses otherwise.

[Setup]
AppId={{7C0E1F62-52F5-4F0B-8C0E-3C3B5E2B9A41}
AppName=Unmask
OutputBaseFilename=unmask-setup
AppVersion={#Version}
AppVerName=Unmask {#Version}
DefaultDirName={autopf}\Unmask
DefaultGroupName=Unmask
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
LicenseFile=..\LICENSE
OutputDir=..\dist
UninstallDisplayIcon={app}\unmask.exe
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[InstallDelete]
; What an earlier version had and this one lacks would be found: after the full program, the small one took what is left
; of TensorFlow for its own.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\dist\unmask\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Unmask"; Filename: "{app}\unmask.exe"

[Registry]
; Offered under "Open with"; no file type is taken over.
Root: HKA; Subkey: "Software\Classes\Applications\unmask.exe\shell\open\command"; ValueType: string; ValueData: """{app}\unmask.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\unmask.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Unmask"; Flags: uninsdeletekey

[Code]
procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if (Step = usPostUninstall) and not UninstallSilent then
    MsgBox('The list of pictures you scanned, your notes, pasted pictures, settings, models, trainings and downloads stay in ' + ExpandConstant('{localappdata}\Unmask') + '. Delete that folder to be rid of them.', mbInformation, MB_OK);
end;
